using System.Globalization;
using System.Text;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>Names of block devices by number, from <c>/sys/dev/block/MAJOR:MINOR/uevent</c>; remembered.</summary>
internal sealed class BlockDevices(HostPaths paths)
{
    private readonly Dictionary<(uint Major, uint Minor), BlockDevice> _known = [];

    /// <summary>The device; its name is empty when the machine does not know the number.</summary>
    public BlockDevice Get(uint major, uint minor)
    {
        if (!_known.TryGetValue((major, minor), out var device))
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}");
            device = new BlockDevice(
                Name(paths.Sys($"dev/block/{number}/uevent")),
                major.ToString(CultureInfo.InvariantCulture),
                minor.ToString(CultureInfo.InvariantCulture));

            // A device that is not named yet may be once it is set up: do not remember that.
            if (device.Path.Length > 0)
            {
                _known.Add((major, minor), device);
            }
        }

        return device;
    }

    private static string Name(string path)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return "";
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

        return "";
    }
}
