using System.Globalization;
using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// The directories <c>/sys/devices/system/cpu/cpuN</c>, one for each CPU that the kernel has set up, online or not. A CPU that
/// goes off line keeps its directory and loses files in it, so the list of those online counts as well.
/// </summary>
internal sealed class CpuDirectories(HostPaths paths, TimeProvider time)
{
    /// <summary>After this long files are looked up anew in any case: a driver may have been loaded.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly DirectoryListing _listing = new(paths.Sys("devices/system/cpu"));
    private readonly string _onlinePath = paths.Sys("devices/system/cpu/online");
    private byte[] _online = [];
    private long _lookedAt;

    /// <summary>Number and path of each CPU in the order of the numbers.</summary>
    public IReadOnlyList<(uint Cpu, string Path)> All { get; private set; } = [];

    /// <summary>Looks again; true when CPUs came or went, or the last look is a minute ago.</summary>
    public bool Refresh()
    {
        var changed = _listing.Refresh() | OnlineChanged();
        if (!changed && time.GetElapsedTime(_lookedAt) < Lifetime)
        {
            return false;
        }

        _lookedAt = time.GetTimestamp();
        var all = new List<(uint Cpu, string Path)>();
        foreach (var name in _listing.Names)
        {
            if (name.StartsWith("cpu", StringComparison.Ordinal)
                && uint.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var cpu))
            {
                all.Add((cpu, $"{_listing.Path}/{name}"));
            }
        }

        all.Sort((x, y) => x.Cpu.CompareTo(y.Cpu));
        All = all;
        return true;
    }

    private bool OnlineChanged()
    {
        Span<byte> buffer = stackalloc byte[1024];
        var online = SysFile.Read(_onlinePath, buffer, out _);
        if (online.SequenceEqual(_online))
        {
            return false;
        }

        _online = online.ToArray();
        return true;
    }
}
