using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>Memory and memory limits of a group.</summary>
internal static class MemoryUsage
{
    /// <summary>Limits above this mean none.</summary>
    private const ulong LargestLimit = 1UL << 62;

    private static readonly Family Usage = Family.Gauge("container_memory_usage_bytes", "Memory in use with page cache, in bytes.");
    private static readonly Family WorkingSet = Family.Gauge("container_memory_working_set_bytes", "Memory in use without page cache that was not used lately, in bytes.");
    private static readonly Family MaxUsage = Family.Gauge("container_memory_max_usage_bytes", "The most memory that was ever in use, in bytes; 0 where the kernel does not tell.");
    private static readonly Family Rss = Family.Gauge("container_memory_rss", "Anonymous memory, in bytes.");
    private static readonly Family Cache = Family.Gauge("container_memory_cache", "Page cache, in bytes.");
    private static readonly Family Swap = Family.Gauge("container_memory_swap", "Swap in use, in bytes.");
    private static readonly Family MappedFile = Family.Gauge("container_memory_mapped_file", "Mapped files, in bytes.");
    private static readonly Family Kernel = Family.Gauge("container_memory_kernel_usage", "Memory of the kernel for the group, in bytes; 0 on cgroup v2.");
    private static readonly Family Failcnt = Family.Counter("container_memory_failcnt", "How often the limit was met; 0 on cgroup v2.");
    private static readonly Family Failures = Family.Counter("container_memory_failures_total", "Page faults, and those that waited for a device.", "failure_type", "scope");
    private static readonly Family ActiveFile = Family.Gauge("container_memory_total_active_file_bytes", "Page cache used lately, in bytes.");
    private static readonly Family InactiveFile = Family.Gauge("container_memory_total_inactive_file_bytes", "Page cache not used lately, in bytes.");
    private static readonly Family FileDirty = Family.Gauge("container_memory_file_dirty_bytes", "Page cache waiting to be written, in bytes.");
    private static readonly Family FileWriteback = Family.Gauge("container_memory_file_writeback_bytes", "Page cache being written, in bytes.");
    private static readonly Family Scanned = Family.Counter("container_memory_pgscan_total", "Pages looked at by reclaim; 0 on cgroup v1.");
    private static readonly Family Stolen = Family.Counter("container_memory_pgsteal_total", "Pages taken by reclaim; 0 on cgroup v1.");
    private static readonly Family RefaultAnon = Family.Counter("container_memory_workingset_refault_anon_total", "Anonymous pages fetched again soon after they were taken.");
    private static readonly Family RefaultFile = Family.Counter("container_memory_workingset_refault_file_total", "File pages fetched again soon after they were taken.");
    private static readonly Family EventsHigh = Family.Counter("container_memory_events_high_total", "How often the group was throttled above memory.high; 0 on cgroup v1.");
    private static readonly Family EventsMax = Family.Counter("container_memory_events_max_total", "How often the group was about to exceed memory.max; 0 on cgroup v1.");
    private static readonly Family SpecLimit = Family.Gauge("container_spec_memory_limit_bytes", "Memory limit, in bytes; 0 for none.");
    private static readonly Family SpecReservation = Family.Gauge("container_spec_memory_reservation_limit_bytes", "Memory reservation, in bytes; 0 for none.");
    private static readonly Family SpecSwapLimit = Family.Gauge("container_spec_memory_swap_limit_bytes", "Swap limit, on cgroup v1 of memory and swap together, in bytes; 0 for none.");

    public static IReadOnlyList<Family> Families { get; } =
    [
        Usage, WorkingSet, MaxUsage, Rss, Cache, Swap, MappedFile, Kernel, Failcnt, Failures, ActiveFile, InactiveFile, FileDirty, FileWriteback,
        Scanned, Stolen, RefaultAnon, RefaultFile, EventsHigh, EventsMax, SpecLimit, SpecReservation, SpecSwapLimit,
    ];

    /// <summary>Writes what the files say. <paramref name="machine"/> is given for the root, whose limits are the machine's.</summary>
    /// <returns>Processes of the group that the kernel has killed for want of memory; null where it does not tell.</returns>
    public static ulong? Write(FamilyWriter writer, CgroupFiles files, LabelSet labels, ContainerGroups groups, MachineMemory? machine)
    {
        if (groups.HasFlag(ContainerGroups.Spec))
        {
            writer.WriteIfKnown(SpecLimit, machine?.TotalBytes ?? Limit(writer, files.MemoryLimit), labels);
            writer.WriteIfKnown(SpecReservation, Limit(writer, files.MemoryReservation), labels);
            writer.WriteIfKnown(SpecSwapLimit, machine?.SwapBytes ?? Limit(writer, files.MemorySwapLimit), labels);
        }

        var events = default(MemoryEvents);
        if (files.MemoryEvents is { } path && ProcFile.TryRead(path, out var eventsFile) == Errno.None)
        {
            using (eventsFile)
            {
                events = MemoryEvents.Parse(eventsFile.Bytes, path, writer.Unreadable);
            }
        }

        if (groups.HasFlag(ContainerGroups.Memory) && files.MemoryStat is { } statPath && ProcFile.TryRead(statPath, out var statFile) == Errno.None)
        {
            using (statFile)
            {
                WriteUse(writer, files, labels, MemoryStat.Parse(statFile.Bytes, statPath, files.IsUnified, writer.Unreadable));
            }

            writer.WriteIfKnown(EventsHigh, files.IsUnified ? events.High : 0, labels);
            writer.WriteIfKnown(EventsMax, files.IsUnified ? events.Max : 0, labels);
        }

        return events.OomKills;
    }

    private static void WriteUse(FamilyWriter writer, CgroupFiles files, LabelSet labels, in MemoryStat stat)
    {
        // The root of a v2 tree has no memory.current.
        var usage = CgroupValue.Read(files.MemoryUsage, writer.Unreadable) ?? stat.AnonBytes + stat.FileBytes;
        writer.WriteIfKnown(Usage, usage, labels);
        if (usage is { } used)
        {
            var idle = stat.InactiveFileBytes ?? 0;
            writer.Write(WorkingSet, used > idle ? used - idle : 0, labels);
        }

        writer.Write(MaxUsage, CgroupValue.Read(files.MemoryPeak, writer.Unreadable) ?? 0, labels);
        writer.WriteIfKnown(Rss, stat.AnonBytes, labels);
        writer.WriteIfKnown(Cache, stat.FileBytes, labels);
        writer.WriteIfKnown(Swap, files.IsUnified ? CgroupValue.Read(files.MemorySwap, writer.Unreadable) : stat.SwapBytes, labels);
        writer.WriteIfKnown(MappedFile, stat.MappedFileBytes, labels);
        writer.Write(Kernel, CgroupValue.Read(files.MemoryKernel, writer.Unreadable) ?? 0, labels);
        writer.Write(Failcnt, CgroupValue.Read(files.MemoryFailcnt, writer.Unreadable) ?? 0, labels);
        WriteFailures(writer, labels, stat.PageFaults, "pgfault");
        WriteFailures(writer, labels, stat.MajorPageFaults, "pgmajfault");
        writer.WriteIfKnown(ActiveFile, stat.ActiveFileBytes, labels);
        writer.WriteIfKnown(InactiveFile, stat.InactiveFileBytes, labels);
        writer.WriteIfKnown(FileDirty, stat.FileDirtyBytes, labels);
        writer.WriteIfKnown(FileWriteback, stat.FileWritebackBytes, labels);
        writer.WriteIfKnown(Scanned, files.IsUnified ? stat.PagesScanned : 0, labels);
        writer.WriteIfKnown(Stolen, files.IsUnified ? stat.PagesStolen : 0, labels);
        writer.WriteIfKnown(RefaultAnon, stat.RefaultAnon, labels);
        writer.WriteIfKnown(RefaultFile, stat.RefaultFile, labels);
    }

    private static void WriteFailures(FamilyWriter writer, LabelSet labels, ulong? count, string type)
    {
        writer.WriteIfKnown(Failures, count, labels, type, "container");
        writer.WriteIfKnown(Failures, count, labels, type, "hierarchy");
    }

    private static ulong? Limit(FamilyWriter writer, string? path) => CgroupValue.Read(path, writer.Unreadable) is { } limit ? limit > LargestLimit ? 0 : limit : null;
}
