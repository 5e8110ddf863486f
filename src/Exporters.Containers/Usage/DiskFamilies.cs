using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>
/// Block device counters that groups have by themselves (reads, writes and sectors) or only the machine as a whole has, out of
/// <c>/proc/diskstats</c>; shown for the root.
/// </summary>
internal static class DiskFamilies
{
    public static readonly Family Reads = Family.Counter("container_fs_reads_total", "Reads completed.", "device");
    public static readonly Family Writes = Family.Counter("container_fs_writes_total", "Writes completed.", "device");
    public static readonly Family ReadsMerged = Family.Counter("container_fs_reads_merged_total", "Reads merged with neighbours.", "device");
    public static readonly Family WritesMerged = Family.Counter("container_fs_writes_merged_total", "Writes merged with neighbours.", "device");
    public static readonly Family SectorReads = Family.Counter("container_fs_sector_reads_total", "Sectors of 512 bytes read.", "device");
    public static readonly Family SectorWrites = Family.Counter("container_fs_sector_writes_total", "Sectors of 512 bytes written.", "device");
    public static readonly Family ReadSeconds = Family.Counter("container_fs_read_seconds_total", "Time that reads took, in seconds.", "device");
    public static readonly Family WriteSeconds = Family.Counter("container_fs_write_seconds_total", "Time that writes took, in seconds.", "device");
    public static readonly Family Current = Family.Gauge("container_fs_io_current", "Requests under way.", "device");
    public static readonly Family Seconds = Family.Counter("container_fs_io_time_seconds_total", "Time with requests under way, in seconds.", "device");
    public static readonly Family WeightedSeconds = Family.Counter("container_fs_io_time_weighted_seconds_total", "Time of all requests added up, in seconds.", "device");
}
