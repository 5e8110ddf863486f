using System.Buffers.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// Ports of InfiniBand and RoCE devices, from <c>/sys/class/infiniband/DEVICE/ports/N</c>; kernel
/// Documentation/ABI/stable/sysfs-class-infiniband.
/// </summary>
internal sealed class InfinibandCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex("collector.infiniband.device-include", "", "InfiniBand devices to show; excludes device-exclude.");
    private static readonly Setting Exclude = Setting.Regex("collector.infiniband.device-exclude", "", "InfiniBand devices not to show; excludes device-include.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude];

    private const double BytesPerGigabit = 125e6;
    private const double Lanes = 4;

    private readonly DirectoryListing _listing;
    private readonly NameFilter _filter;
    private readonly ValueFiles _files = new();
    private readonly List<string> _devices = [];

    public InfinibandCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("class/infiniband"));
        _filter = NameFilter.Read(context.Settings, Include, Exclude);
    }

    public string Name => "infiniband";

    public IReadOnlyList<Family> Families => InfinibandFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Find();
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine has no InfiniBand device");
        }

        foreach (var name in _devices)
        {
            var directory = $"{_listing.Path}/{name}";
            writer.WriteInfo(
                InfinibandFamilies.Info, name, SysFile.Text($"{directory}/board_id") ?? "", SysFile.Text($"{directory}/fw_ver") ?? "", SysFile.Text($"{directory}/hca_type") ?? "");
        }

        _files.Write(writer);
    }

    private void Find()
    {
        _files.Clear();
        _devices.Clear();
        foreach (var name in _listing.Names.Where(_filter.Admits))
        {
            _devices.Add(name);
            foreach (var port in SysFile.Names($"{_listing.Path}/{name}/ports"))
            {
                AddPort($"{_listing.Path}/{name}/ports/{port}", new LabelSet(["device", "port"], [name, port]));
            }
        }
    }

    /// <summary>A port has some of the files, which depends on its driver and does not change while it is there.</summary>
    private void AddPort(string directory, LabelSet labels)
    {
        _files.Add($"{directory}/state", InfinibandFamilies.State, labels, 1, BeforeColon);
        _files.Add($"{directory}/phys_state", InfinibandFamilies.PhysicalState, labels, 1, BeforeColon);
        _files.Add($"{directory}/rate", InfinibandFamilies.Rate, labels, BytesPerGigabit, FirstWord);
        foreach (var (file, family) in InfinibandFamilies.Words.Rows)
        {
            AddIfThere($"{directory}/{file}", family, labels, Lanes);
        }

        foreach (var (file, family) in InfinibandFamilies.Counters.Rows)
        {
            AddIfThere($"{directory}/{file}", family, labels, 1);
        }

        if (File.Exists($"{directory}/hw_counters/lifespan"))
        {
            _files.Add($"{directory}/hw_counters/lifespan", InfinibandFamilies.Lifespan, labels, 1, WholeSeconds);
        }
    }

    private void AddIfThere(string path, Family family, LabelSet labels, double scale)
    {
        if (File.Exists(path))
        {
            _files.Add(path, family, labels, scale, Count);
        }
    }

    /// <summary>A port that has no counters says so in words: <c>N/A (no PMA)</c>.</summary>
    private static double? Count(ReadOnlySpan<byte> text) => text.StartsWith("N/A"u8) ? double.NaN : ValueFiles.Number(text);

    private static double? WholeSeconds(ReadOnlySpan<byte> text) => ValueFiles.Number(text) is { } milliseconds ? Math.Floor(milliseconds / 1000) : null;

    private static double? BeforeColon(ReadOnlySpan<byte> text) => text.IndexOf((byte)':') is > 0 and var colon ? ValueFiles.Number(text[..colon]) : null;

    private static double? FirstWord(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double number, out var used) && used > 0 ? number : null;
}
