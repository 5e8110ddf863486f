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
    private static readonly Family TasksState = Family.Gauge("container_tasks_state", "Tasks by state, as seen each round.", "state");
    private static readonly Family Load = Family.Gauge("container_cpu_load_average_10s", "Thousandths of running tasks, smoothed over ten seconds.");

    private static readonly Family UninterruptibleLoad = Family.Gauge(
        "container_cpu_load_d_average_10s", "Thousandths of uninterruptible tasks, smoothed over ten seconds.");

    private static readonly Family ScrapeError = Family.Gauge("container_scrape_error", "1 when container metrics could not be read.");

    private static readonly Family FsUsage = Family.Gauge("container_fs_usage_bytes", "Bytes used: of a file system for the root, of the writable layer for a container.", "device");
    private static readonly Family FsLimit = Family.Gauge("container_fs_limit_bytes", "Bytes of the file system.", "device");
    private static readonly Family FsInodes = Family.Gauge("container_fs_inodes_total", "Inodes of the file system.", "device");
    private static readonly Family FsInodesFree = Family.Gauge("container_fs_inodes_free", "Inodes left on the file system.", "device");

    private const double LoadScale = 1000;

    private readonly Inventory _inventory;
    private readonly TimeProvider _time;
    private readonly ContainerGroups _groups;
    private readonly string _meminfo;
    private readonly NetworkUsage _network = new();
    private readonly IoUsage _io;
    private readonly RootDisks _disks;
    private readonly OomTally _ooms = new();
    private readonly UsageTarget? _root;

    public UsageCollector(Inventory inventory, HostPaths paths, CgroupTree tree, ContainerGroups groups, bool withRoot, double bootSeconds, TimeProvider time)
    {
        _inventory = inventory;
        _time = time;
        _groups = groups;
        _meminfo = paths.Proc("meminfo");
        var devices = new BlockDevices(paths);
        _io = new IoUsage(devices);
        _disks = new RootDisks(paths);
        _root = withRoot && tree.Exists
            ? new UsageTarget
            {
                Key = "/",
                Labels = LabelSet.Of("id", "/"),
                Files = new CgroupFiles(tree, "/"),
                NetDev = paths.Proc("1/net/dev"),
                IsRoot = true,
                CreatedSeconds = bootSeconds,
                StartedSeconds = bootSeconds,
            }
            : null;
    }

    public string Name => "containers";

    public IReadOnlyList<Family> Families { get; } =
    [
        .. CpuUsage.Families, .. MemoryUsage.Families, .. IoUsage.Families, .. NetworkUsage.Families, .. PressureUsage.Families,
        .. ProcessUsage.Families, .. RootDisks.Families, LastSeen, StartTime, CreationTime, OomEvents, FileDescriptors, Sockets, UlimitsSoft,
        TasksState, Load, UninterruptibleLoad,
        ScrapeError, FsUsage, FsLimit, FsInodes, FsInodesFree,
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
                    WriteLayer(writer, container.Facts.Id, container.Labels);
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
            // Of the root's reads and writes the disks' own count holds: the first series of a name stays.
            if (target.IsRoot)
            {
                _disks.Write(writer, labels);
            }

            _io.Write(writer, files, labels);
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
            Write(writer, tasks, labels);
        }

        if (_groups.HasFlag(ContainerGroups.Network) && target.NetDev is { } netDev)
        {
            _network.Write(writer, netDev, labels);
        }

        if (_groups.HasFlag(ContainerGroups.Disk))
        {
            WriteFilesystems(writer, target);
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

    private void WriteFilesystems(FamilyWriter writer, UsageTarget target)
    {
        if (target.IsRoot)
        {
            foreach (var filesystem in _inventory.Filesystems)
            {
                Write(writer, filesystem, target.Labels);
            }
        }
    }

    /// <summary>The peer's inodes of a container are those that its layer takes up, which nobody counts here.</summary>
    private void WriteLayer(FamilyWriter writer, string id, LabelSet labels)
    {
        var filesystem = _inventory.LayerFilesystem;
        if (_inventory.Layers is { } layers && layers.TryGetValue(id, out var bytes))
        {
            writer.Write(FsUsage, bytes, labels, filesystem?.Device ?? "");
        }

        writer.WriteIfKnown(FsLimit, filesystem?.CapacityBytes, labels, filesystem?.Device ?? "");
    }

    private static void Write(FamilyWriter writer, TaskStates tasks, LabelSet labels)
    {
        writer.Write(TasksState, tasks.Sleeping, labels, "sleeping");
        writer.Write(TasksState, tasks.Running, labels, "running");
        writer.Write(TasksState, tasks.Stopped, labels, "stopped");
        writer.Write(TasksState, tasks.Uninterruptible, labels, "uninterruptible");
        writer.Write(Load, Math.Round(tasks.Load * LoadScale), labels);
        writer.Write(UninterruptibleLoad, Math.Round(tasks.UninterruptibleLoad * LoadScale), labels);
    }

    private static void Write(FamilyWriter writer, FilesystemUse filesystem, LabelSet labels)
    {
        writer.Write(FsUsage, filesystem.UsedBytes, labels, filesystem.Device);
        writer.WriteIfKnown(FsLimit, filesystem.CapacityBytes, labels, filesystem.Device);
        writer.WriteIfKnown(FsInodes, filesystem.Inodes, labels, filesystem.Device);
        writer.WriteIfKnown(FsInodesFree, filesystem.InodesFree, labels, filesystem.Device);
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
