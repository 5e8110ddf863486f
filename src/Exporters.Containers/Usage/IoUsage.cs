using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>Block I/O of a group by device.</summary>
internal sealed class IoUsage(BlockDevices devices)
{
    private static readonly Family Usage = Family.Counter(
        "container_blkio_device_usage_total", "Bytes that went to or came from a block device.", "device", "major", "minor", "operation");

    private static readonly Family ReadBytes = Family.Counter("container_fs_reads_bytes_total", "Bytes read.", "device");
    private static readonly Family WrittenBytes = Family.Counter("container_fs_writes_bytes_total", "Bytes written.", "device");
    private static readonly Family CostUsage = Family.Counter("container_fs_io_cost_usage_seconds_total", "Device time used by io.cost, in seconds.", "device");
    private static readonly Family CostWait = Family.Counter("container_fs_io_cost_wait_seconds_total", "Time waited by io.cost, in seconds.", "device");
    private static readonly Family CostIndebt = Family.Counter("container_fs_io_cost_indebt_seconds_total", "Time in debt by io.cost, in seconds.", "device");
    private static readonly Family CostIndelay = Family.Counter("container_fs_io_cost_indelay_seconds_total", "Time delayed by io.cost, in seconds.", "device");

    private const int SectorBytes = 512;

    private readonly IoTable _table = new();

    public static IReadOnlyList<Family> Families { get; } =
        [Usage, ReadBytes, WrittenBytes, DiskFamilies.Reads, DiskFamilies.Writes, DiskFamilies.SectorReads, DiskFamilies.SectorWrites, CostUsage, CostWait, CostIndebt, CostIndelay];

    /// <summary>A scrape begins: names of devices are looked up again.</summary>
    public void BeginScrape() => devices.BeginScrape();

    /// <summary>Writes what the group's files say.</summary>
    /// <param name="writer">Takes the samples.</param>
    /// <param name="files">The group's files.</param>
    /// <param name="labels">Labels of the group.</param>
    /// <param name="withOperations">Whether reads, writes and sectors are counted here; false where the disks' own count is shown.</param>
    public void Write(FamilyWriter writer, CgroupFiles files, LabelSet labels, bool withOperations = true)
    {
        _table.Clear();
        if (files.IoStat is { } ioStat && ProcFile.TryRead(ioStat, out var io) == Errno.None)
        {
            using (io)
            {
                _table.AddIoStat(io.Bytes, ioStat, writer.Unreadable);
            }
        }

        AddBlkio(files.BlkioBytes, bytes: true, writer.Unreadable);
        AddBlkio(files.BlkioOperations, bytes: false, writer.Unreadable);
        if (_table.Rows.IsEmpty)
        {
            // Without the throttling policy of blkio, the scheduler counts.
            AddBlkio(files.BfqBytes, bytes: true, writer.Unreadable);
            AddBlkio(files.BfqOperations, bytes: false, writer.Unreadable);
        }

        foreach (ref readonly var row in _table.Rows)
        {
            var device = devices.Get(row.Major, row.Minor);
            writer.WriteIfKnown(ReadBytes, row.ReadBytes, labels, device.Path);
            writer.WriteIfKnown(WrittenBytes, row.WrittenBytes, labels, device.Path);
            if (withOperations)
            {
                writer.WriteIfKnown(DiskFamilies.Reads, row.Reads, labels, device.Path);
                writer.WriteIfKnown(DiskFamilies.Writes, row.Writes, labels, device.Path);
                writer.WriteIfKnown(DiskFamilies.SectorReads, row.ReadBytes / SectorBytes, labels, device.Path);
                writer.WriteIfKnown(DiskFamilies.SectorWrites, row.WrittenBytes / SectorBytes, labels, device.Path);
            }

            WriteUsage(writer, labels, device, row.ReadBytes, "Read");
            WriteUsage(writer, labels, device, row.WrittenBytes, "Write");
            WriteUsage(writer, labels, device, row.SyncBytes, "Sync");
            WriteUsage(writer, labels, device, row.AsyncBytes, "Async");
            WriteUsage(writer, labels, device, row.DiscardedBytes, "Discard");
            WriteUsage(writer, labels, device, row.TotalBytes, "Total");
            writer.WriteIfKnown(CostUsage, row.CostUsageSeconds, labels, device.Path);
            writer.WriteIfKnown(CostWait, row.CostWaitSeconds, labels, device.Path);
            writer.WriteIfKnown(CostIndebt, row.CostIndebtSeconds, labels, device.Path);
            writer.WriteIfKnown(CostIndelay, row.CostIndelaySeconds, labels, device.Path);
        }
    }

    private static void WriteUsage(FamilyWriter writer, LabelSet labels, BlockDevice device, ulong? bytes, string operation) =>
        writer.WriteIfKnown(Usage, bytes, labels, device.Path, device.Major, device.Minor, operation);

    private void AddBlkio(string? path, bool bytes, Action<ProcFormatException> unreadable)
    {
        if (path is not null && ProcFile.TryRead(path, out var file) == Errno.None)
        {
            using (file)
            {
                _table.AddBlkio(file.Bytes, path, bytes, unreadable);
            }
        }
    }
}
