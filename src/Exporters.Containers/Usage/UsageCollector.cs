using Exporters.Containers.Lifecycle;
using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>
/// What each container uses, read at the scrape from its cgroup files and its namespace's <c>net/dev</c>; which containers there are
/// comes from the inventory. The counters are the kernel's own, not smoothed and not remembered.
/// </summary>
internal sealed class UsageCollector : ICollector
{
    private static readonly Family LastSeen = Family.Gauge("container_last_seen", "When it was last seen, in seconds since 1970: at this scrape.");
    private static readonly Family StartTime = Family.Gauge("container_start_time_seconds", "When it was started, in seconds since 1970; running ones only.");
    private static readonly Family CreationTime = Family.Gauge("container_creation_time_seconds", "When it was created, in seconds since 1970.");
    private static readonly Family OomEvents = Family.Counter("container_oom_events_total", "Processes that the kernel killed for want of memory.");
    private static readonly Family FileDescriptors = Family.Gauge("container_file_descriptors", "Open file descriptors of its processes.");
    private static readonly Family Sockets = Family.Gauge("container_sockets", "Open sockets of its processes.");
    private static readonly Family UlimitsSoft = Family.Gauge("container_ulimits_soft", "Soft limits of its first process; -1 for no limit.", "ulimit");
    private static readonly Family ScrapeError = Family.Gauge("container_scrape_error", "1 when container metrics could not be read.");

    private readonly Inventory _inventory;
    private readonly TimeProvider _time;
    private readonly ContainerGroups _groups;
    private readonly string _meminfo;
    private readonly NetworkUsage _network = new();
    private readonly IoUsage _io;
    private readonly RootDisks _disks;
    private readonly OomTally _ooms = new();
    private readonly UsageTarget? _root;

    /// <summary>Reads what the inventory names, and the machine as a whole.</summary>
    /// <param name="inventory">Which containers and groups there are.</param>
    /// <param name="paths">Where the host's file systems are.</param>
    /// <param name="groups">Which groups of families are written.</param>
    /// <param name="root">The machine as a whole; null where it is not wanted.</param>
    /// <param name="time">The clock of <c>container_last_seen</c>.</param>
    public UsageCollector(Inventory inventory, HostPaths paths, ContainerGroups groups, UsageTarget? root, TimeProvider time)
    {
        _inventory = inventory;
        _time = time;
        _groups = groups;
        _meminfo = paths.Proc("meminfo");
        _io = new IoUsage(new BlockDevices(paths));
        _disks = new RootDisks(paths);
        _root = root;
    }

    public string Name => "containers";

    public IReadOnlyList<Family> Families { get; } =
    [
        .. CpuUsage.Families, .. MemoryUsage.Families, .. IoUsage.Families, .. NetworkUsage.Families, .. PressureUsage.Families,
        .. ProcessUsage.Families, .. RootDisks.Families, .. TaskUsage.Families, .. FilesystemUsage.Families,
        LastSeen, StartTime, CreationTime, OomEvents, FileDescriptors, Sockets, UlimitsSoft, ScrapeError,
    ];

    public void Collect(FamilyWriter writer)
    {
        var snapshot = _inventory.Current;
        if (!snapshot.FoundAnything)
        {
            return;
        }

        _io.BeginScrape();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        foreach (var container in snapshot.Containers)
        {
            ulong? kills = null;
            if (container.Usage is { } usage)
            {
                Write(writer, usage, now, out kills);
                if (_groups.HasFlag(ContainerGroups.Disk))
                {
                    FilesystemUsage.WriteLayer(writer, _inventory, container.Facts.Id, container.Labels);
                }
            }

            WriteOoms(writer, container.Facts.Id, container.Labels, container.Usage?.Files, kills, container.OomEnds);
        }

        foreach (var group in snapshot.Groups)
        {
            if (Write(writer, group, now, out var kills))
            {
                WriteOoms(writer, group.Key, group.Labels, group.Files, kills, 0);
            }
        }

        if (_root is not null && Write(writer, _root, now, out var all))
        {
            WriteOoms(writer, _root.Key, _root.Labels, _root.Files, all, 0);
        }

        _ooms.EndRound();
        writer.Write(ScrapeError, 0);
    }

    private void WriteOoms(FamilyWriter writer, string key, LabelSet labels, CgroupFiles? files, ulong? kills, ulong ends)
    {
        if (_groups.HasFlag(ContainerGroups.OomEvent))
        {
            writer.Write(OomEvents, _ooms.Total(key, files, kills) + ends, labels);
        }
    }

    /// <summary>False when the group is gone: then it has no series.</summary>
    private bool Write(FamilyWriter writer, UsageTarget target, double now, out ulong? oomKills)
    {
        oomKills = null;
        var (files, labels) = (target.Files, target.Labels);
        if (!CpuUsage.Write(writer, files, labels, _groups))
        {
            return false;
        }

        writer.Write(LastSeen, now, labels);
        writer.WriteIfKnown(StartTime, target.StartedSeconds, labels);
        writer.WriteIfKnown(CreationTime, target.CreatedSeconds, labels);
        oomKills = MemoryUsage.Write(writer, files, labels, _groups, target.IsRoot ? ReadMachine(writer.Unreadable) : null);
        if (_groups.HasFlag(ContainerGroups.DiskIo))
        {
            // Reads and writes of the root are those that the disks count themselves.
            if (target.IsRoot)
            {
                _disks.Write(writer, labels);
            }

            _io.Write(writer, files, labels, withOperations: !target.IsRoot);
        }

        if (_groups.HasFlag(ContainerGroups.Pressure))
        {
            PressureUsage.Write(writer, files, labels);
        }

        if (_groups.HasFlag(ContainerGroups.Process))
        {
            ProcessUsage.Write(writer, files, labels);
            WriteOpenFiles(writer, target);
        }

        if (target.TaskStates is { } tasks)
        {
            TaskUsage.Write(writer, tasks, labels);
        }

        if (_groups.HasFlag(ContainerGroups.Network) && target.NetDev is { } netDev)
        {
            _network.Write(writer, netDev, labels);
        }

        if (target.IsRoot && _groups.HasFlag(ContainerGroups.Disk))
        {
            FilesystemUsage.Write(writer, _inventory.Filesystems, labels);
        }

        return true;
    }

    private static void WriteOpenFiles(FamilyWriter writer, UsageTarget target)
    {
        if (target.OpenFiles is { } open)
        {
            writer.WriteIfKnown(FileDescriptors, open.Files, target.Labels);
            writer.WriteIfKnown(Sockets, open.Sockets, target.Labels);
            writer.WriteIfKnown(UlimitsSoft, open.SoftLimit, target.Labels, "max_open_files");
        }
    }

    private MachineMemory? ReadMachine(Action<ProcFormatException> unreadable)
    {
        if (ProcFile.TryRead(_meminfo, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return MachineMemory.Parse(file.Bytes, _meminfo, unreadable);
        }
    }
}
