using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>
/// Block devices of the machine as a whole, from <c>/proc/diskstats</c>, kernel <c>Documentation/admin-guide/iostats.rst</c>; the
/// root's series, as the peer has them for the devices of its file systems.
/// </summary>
internal sealed class RootDisks(HostPaths paths)
{
    private const double MillisPerSecond = 1000;

    private readonly string _path = paths.Proc("diskstats");
    private readonly Utf8Names _names = new();
    private readonly Dictionary<string, string> _devices = new(StringComparer.Ordinal);

    public static IReadOnlyList<Family> Families { get; } =
    [
        DiskFamilies.ReadsMerged, DiskFamilies.WritesMerged, DiskFamilies.ReadSeconds, DiskFamilies.WriteSeconds, DiskFamilies.Current, DiskFamilies.Seconds, DiskFamilies.WeightedSeconds,
    ];

    /// <summary>
    /// Writes what the file says of devices that did anything. The columns after major and minor: name, reads, reads merged, sectors
    /// read, ms reading, writes, writes merged, sectors written, ms writing, under way, ms busy, ms weighted, … A counter that is no number is left out and
    /// reported.
    /// </summary>
    public void Write(FamilyWriter writer, LabelSet labels)
    {
        if (ProcFile.TryRead(_path, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, _path, writer.Unreadable); lines.NextLine(out var line);)
            {
                line.SkipFields(2);
                var name = line.Field();
                if (name.IsEmpty || name.StartsWith("loop"u8) || name.StartsWith("ram"u8))
                {
                    continue;
                }

                var device = Device(_names.Get(name));
                ulong? reads = line.UInt64(), readsMerged = line.UInt64(), sectorsRead = line.UInt64(), readMillis = line.UInt64();
                ulong? writes = line.UInt64(), writesMerged = line.UInt64(), sectorsWritten = line.UInt64(), writeMillis = line.UInt64();
                ulong? current = line.UInt64(), busyMillis = line.UInt64(), weightedMillis = line.UInt64();
                if (reads + writes == 0)
                {
                    continue;
                }

                writer.WriteIfKnown(DiskFamilies.Reads, reads, labels, device);
                writer.WriteIfKnown(DiskFamilies.ReadsMerged, readsMerged, labels, device);
                writer.WriteIfKnown(DiskFamilies.SectorReads, sectorsRead, labels, device);
                writer.WriteIfKnown(DiskFamilies.ReadSeconds, readMillis / MillisPerSecond, labels, device);
                writer.WriteIfKnown(DiskFamilies.Writes, writes, labels, device);
                writer.WriteIfKnown(DiskFamilies.WritesMerged, writesMerged, labels, device);
                writer.WriteIfKnown(DiskFamilies.SectorWrites, sectorsWritten, labels, device);
                writer.WriteIfKnown(DiskFamilies.WriteSeconds, writeMillis / MillisPerSecond, labels, device);
                writer.WriteIfKnown(DiskFamilies.Current, current, labels, device);
                writer.WriteIfKnown(DiskFamilies.Seconds, busyMillis / MillisPerSecond, labels, device);
                writer.WriteIfKnown(DiskFamilies.WeightedSeconds, weightedMillis / MillisPerSecond, labels, device);
            }
        }
    }

    private string Device(string name)
    {
        if (!_devices.TryGetValue(name, out var device))
        {
            _devices.Add(name, device = "/dev/" + name);
        }

        return device;
    }
}
