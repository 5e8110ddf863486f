using System.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// Block devices: traffic from <c>/proc/diskstats</c>, identity from udev's data base and <c>/sys/block</c>. In a container these
/// are the host's too, since none of them belongs to a namespace.
/// </summary>
internal sealed class DiskstatsCollector(HostContext context) : ICollector
{
    private const double SectorBytes = 512; // whatever the device's own sectors are
    private const double Milliseconds = 1000; // in a second
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_disk_info", "What is known of the block device from udev and sysfs.",
        "device", "major", "minor", "path", "wwn", "model", "serial", "revision", "rotational");

    private static readonly Family FilesystemInfo = All.Info(
        "node_disk_filesystem_info", "File system that udev found on the block device.", "device", "type", "usage", "uuid", "version");

    private static readonly Family DeviceMapperInfo = All.Info(
        "node_disk_device_mapper_info", "Names of a device of the device mapper.", "device", "name", "uuid", "vg_name", "lv_name", "lv_layer");

    private static readonly Family AtaWriteCache = All.Gauge(
        "node_disk_ata_write_cache", "1 if the ATA disk has a write cache.", "device");

    private static readonly Family AtaWriteCacheEnabled = All.Gauge(
        "node_disk_ata_write_cache_enabled", "1 if the write cache of the ATA disk is in use.", "device");

    private static readonly Family AtaRotationRate = All.Gauge(
        "node_disk_ata_rotation_rate_rpm", "Revolutions per minute of the ATA disk, 0 if nothing in it turns.", "device");

    /// <summary>In the order of the fields of the file; the value is the field × factor ÷ divisor.</summary>
    private static readonly (Family Family, double Factor, double Divisor)[] Counters =
    [
        (Family.Counter("node_disk_reads_completed_total", "Reads that were completed.", "device"), 1, 1),
        (Family.Counter("node_disk_reads_merged_total", "Reads that were merged with a neighbour.", "device"), 1, 1),
        (Family.Counter("node_disk_read_bytes_total", "Bytes read.", "device"), SectorBytes, 1),
        (Family.Counter("node_disk_read_time_seconds_total", "Seconds spent by all reads.", "device"), 1, Milliseconds),
        (Family.Counter("node_disk_writes_completed_total", "Writes that were completed.", "device"), 1, 1),
        (Family.Counter("node_disk_writes_merged_total", "Writes that were merged with a neighbour.", "device"), 1, 1),
        (Family.Counter("node_disk_written_bytes_total", "Bytes written.", "device"), SectorBytes, 1),
        (Family.Counter("node_disk_write_time_seconds_total", "Seconds spent by all writes.", "device"), 1, Milliseconds),
        (Family.Gauge("node_disk_io_now", "Requests in flight.", "device"), 1, 1),
        (Family.Counter("node_disk_io_time_seconds_total", "Seconds in which the device was busy.", "device"), 1, Milliseconds),
        (Family.Counter("node_disk_io_time_weighted_seconds_total", "Seconds in which the device was busy, times the requests then in flight.", "device"), 1, Milliseconds),
        (Family.Counter("node_disk_discards_completed_total", "Discards that were completed.", "device"), 1, 1),
        (Family.Counter("node_disk_discards_merged_total", "Discards that were merged with a neighbour.", "device"), 1, 1),
        (Family.Counter("node_disk_discarded_sectors_total", "Sectors of 512 bytes discarded.", "device"), 1, 1),
        (Family.Counter("node_disk_discard_time_seconds_total", "Seconds spent by all discards.", "device"), 1, Milliseconds),
        (Family.Counter("node_disk_flush_requests_total", "Flushes that were completed.", "device"), 1, 1),
        (Family.Counter("node_disk_flush_requests_time_seconds_total", "Seconds spent by all flushes.", "device"), 1, Milliseconds),
    ];

    private static readonly Setting Include = Setting.Regex(
        "collector.diskstats.device-include", "", "Devices to show; excludes --collector.diskstats.device-exclude.");

    private static readonly Setting Exclude = Setting.Regex(
        "collector.diskstats.device-exclude", @"^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$",
        "Devices not to show; excludes --collector.diskstats.device-include.");

    private static readonly Setting FormerExclude = Setting.Regex(
        "collector.diskstats.ignored-devices", "", "The former name of --collector.diskstats.device-exclude.");

    private readonly HostPaths _paths = context.Paths;
    private readonly KernelFile _file = new(context.Paths.Proc("diskstats"));
    private readonly NameFilter _filter = NameFilter.Read(context.Settings, Include, Exclude, FormerExclude);
    private readonly Dictionary<byte[], DiskDevice> _devices = new(Utf8Comparer.Instance);
    private long _scrape;

    public static IReadOnlyList<Setting> Settings { get; } = [Include, Exclude, FormerExclude];

    public string Name => "diskstats";

    public IReadOnlyList<Family> Families { get; } = [.. All, .. Counters.Select(counter => counter.Family)];

    public void Collect(FamilyWriter writer)
    {
        _scrape++;
        var seen = 0;
        Span<double> counters = stackalloc double[DiskstatsReader.MaxCounters];
        using var file = HostFile.Read(_file);
        var reader = new DiskstatsReader(file.Bytes, _file.Path, writer.Unreadable);
        while (reader.Next())
        {
            var device = Device(reader);
            seen += device.SeenIn == _scrape ? 0 : 1;
            device.SeenIn = _scrape;
            if (device.IsAdmitted && reader.Counters(counters) is var count and > 0)
            {
                device.Refresh(writer.Unreadable);
                Write(writer, device, counters[..count]);
            }
        }

        if (_devices.Count > seen)
        {
            foreach (var (name, device) in _devices)
            {
                if (device.SeenIn != _scrape)
                {
                    _devices.Remove(name);
                }
            }
        }
    }

    private static void Write(FamilyWriter writer, DiskDevice device, ReadOnlySpan<double> counters)
    {
        writer.Write(Info, 1, device.Info);
        for (var i = 0; i < counters.Length; i++)
        {
            var (family, factor, divisor) = Counters[i];
            writer.WriteIfKnown(family, double.IsNaN(counters[i]) ? null : counters[i] * factor / divisor, device.Labels);
        }

        if (device.Filesystem is { } filesystem)
        {
            writer.Write(FilesystemInfo, 1, filesystem);
        }

        if (device.Mapper is { } mapper)
        {
            writer.Write(DeviceMapperInfo, 1, mapper);
        }

        writer.WriteIfKnown(AtaWriteCache, device.AtaWriteCache, device.Labels);
        writer.WriteIfKnown(AtaWriteCacheEnabled, device.AtaWriteCacheEnabled, device.Labels);
        writer.WriteIfKnown(AtaRotationRate, device.AtaRotationRate, device.Labels);
    }

    private DiskDevice Device(in DiskstatsReader reader)
    {
        var lookup = _devices.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(reader.Name, out var device) && device.Major == reader.Major && device.Minor == reader.Minor)
        {
            return device;
        }

        var name = Encoding.UTF8.GetString(reader.Name);
        return lookup[reader.Name] = new DiskDevice(name, reader.Major, reader.Minor, _filter.Admits(name), _paths);
    }
}
