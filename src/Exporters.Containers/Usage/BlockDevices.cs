using System.Globalization;
using System.Text;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>Names of block devices by number, from <c>/sys/dev/block/MAJOR:MINOR/uevent</c>; remembered.</summary>
internal sealed class BlockDevices(HostPaths paths)
{
    private readonly Dictionary<(uint Major, uint Minor), BlockDevice> _known = [];

    /// <summary>The device. One without a name goes by its number, so that two of them stay two series.</summary>
    public BlockDevice Get(uint major, uint minor)
    {
        if (!_known.TryGetValue((major, minor), out var device))
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}");
            var name = Name(paths.Sys($"dev/block/{number}/uevent"));
            device = new BlockDevice(name ?? number, major.ToString(CultureInfo.InvariantCulture), minor.ToString(CultureInfo.InvariantCulture));

            // A device without a name may get one once it is set up, so only names are remembered.
            if (name is not null)
            {
                _known.Add((major, minor), device);
            }
        }

        return device;
    }

    private static string? Name(string path)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, path); lines.NextLine(out var line);)
            {
                if (line.TrySkip("DEVNAME="u8))
                {
                    return "/dev/" + Encoding.UTF8.GetString(line.Rest);
                }
            }
        }

        return null;
    }
}
