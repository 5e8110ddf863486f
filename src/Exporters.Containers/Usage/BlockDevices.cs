using System.Globalization;
using System.Text;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>
/// Names of block devices by number, from <c>/sys/dev/block/MAJOR:MINOR/uevent</c>. Looked up once in each scrape, since a number is
/// given again when its device has gone, and made anew only when the answer differs.
/// </summary>
internal sealed class BlockDevices(HostPaths paths)
{
    private readonly Dictionary<(uint Major, uint Minor), Entry> _known = [];
    private long _scrape;

    /// <summary>A scrape begins: each device is looked up again at its next use.</summary>
    public void BeginScrape() => _scrape++;

    /// <summary>The device. One without a name goes by its number, so that two of them stay two series.</summary>
    public BlockDevice Get(uint major, uint minor)
    {
        if (!_known.TryGetValue((major, minor), out var entry))
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}");
            entry = new Entry(number, paths.Sys($"dev/block/{number}/uevent"), new BlockDevice(
                number, major.ToString(CultureInfo.InvariantCulture), minor.ToString(CultureInfo.InvariantCulture)));
            _known.Add((major, minor), entry);
        }

        if (entry.SeenIn != _scrape || entry.IsNew)
        {
            entry.SeenIn = _scrape;
            entry.Refresh();
        }

        return entry.Device;
    }

    /// <summary>One number, with the name that it had last.</summary>
    private sealed class Entry(string number, string path, BlockDevice device)
    {
        private byte[] _name = [];

        public BlockDevice Device { get; private set; } = device;

        public long SeenIn { get; set; }

        /// <summary>Whether it has not been looked up.</summary>
        public bool IsNew { get; private set; } = true;

        public void Refresh()
        {
            IsNew = false;
            var errno = ProcFile.TryRead(path, out var file);
            using (file)
            {
                var name = errno == Errno.None ? Name(file.Bytes) : default;
                if (!name.SequenceEqual(_name))
                {
                    _name = name.ToArray();
                    Device = Device with { Path = name.IsEmpty ? number : "/dev/" + Encoding.UTF8.GetString(name) };
                }
            }
        }

        private ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text)
        {
            for (var lines = new Utf8Cursor(text, path); lines.NextLine(out var line);)
            {
                if (line.TrySkip("DEVNAME="u8))
                {
                    return line.Rest;
                }
            }

            return default;
        }
    }
}
