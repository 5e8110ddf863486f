using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>
/// What the units use, from their control groups (v2 and v1) and of their main processes, read at the scrape; kernel
/// <c>Documentation/admin-guide/cgroup-v2.rst</c> and <c>cgroup-v1/</c>. What a machine does not count is absent.
/// </summary>
internal sealed class UnitUsage(HostPaths paths)
{
    private static readonly Family Cpu = Counter("systemd_unit_cpu_seconds_total", "CPU time of a unit, in seconds.", "mode");

    private static readonly Family Periods = Counter(
        "systemd_unit_cpu_periods_total", "Periods in which a unit with a CPU quota wanted to run.");

    private static readonly Family ThrottledPeriods = Counter(
        "systemd_unit_cpu_throttled_periods_total", "Periods in which a unit had used up its CPU quota.");

    private static readonly Family Throttled = Counter(
        "systemd_unit_cpu_throttled_seconds_total", "Time that a unit was kept off the CPU by its quota, in seconds.");

    private static readonly Family Memory = Gauge("systemd_unit_memory_current_bytes", "Memory of a unit with its page cache, in bytes.");
    private static readonly Family Peak = Gauge("systemd_unit_memory_peak_bytes", "The most memory that a unit had since it started, in bytes.");
    private static readonly Family Anon = Gauge("systemd_unit_memory_anon_bytes", "Anonymous memory of a unit, in bytes.");
    private static readonly Family File = Gauge("systemd_unit_memory_file_bytes", "Page cache of a unit, in bytes.");
    private static readonly Family OomKills = Counter("systemd_unit_oom_kills_total", "Processes of a unit that the kernel killed for want of memory.");
    private static readonly Family IoRead = Counter("systemd_unit_io_read_bytes_total", "Bytes that a unit read from block devices.");
    private static readonly Family IoWritten = Counter("systemd_unit_io_written_bytes_total", "Bytes that a unit wrote to block devices.");

    private static readonly Family Waiting = Counter(
        "systemd_unit_pressure_waiting_seconds_total", "Time in which some task of a unit waited for a resource, in seconds.", "resource");

    private static readonly Family Stalled = Counter(
        "systemd_unit_pressure_stalled_seconds_total", "Time in which all tasks of a unit waited for a resource, in seconds.", "resource");

    private static readonly Family Tasks = Family.Gauge("systemd_unit_tasks_current", "Tasks of a service now.", "name", "manager", "user");
    private static readonly Family MainPid = Family.Gauge("systemd_service_main_pid", "Process number of a service's main process.", "name", "manager", "user");

    private static readonly Family OpenFiles = Family.Gauge(
        "systemd_service_main_process_open_fds", "Files that a service's main process has open.", "name", "manager", "user");

    private static readonly Family MaxFiles = Family.Gauge(
        "systemd_service_main_process_max_fds", "How many files a service's main process may have open.", "name", "manager", "user");

    private readonly CgroupTree _tree = new(paths);
    private readonly IoTable _io = new();

    public static IReadOnlyList<Family> Families { get; } =
    [
        Cpu, Periods, ThrottledPeriods, Throttled, Memory, Peak, Anon, File, OomKills, IoRead, IoWritten, Waiting, Stalled, Tasks,
        MainPid, OpenFiles, MaxFiles,
    ];

    /// <summary>Tasks as the kernel counts them where the manager counts them at all; otherwise what it said last.</summary>
    public double? TasksOf(FamilyWriter writer, Unit unit, UnitProperties properties, bool isLocal) =>
        isLocal && properties is { TasksCurrent: not null, ControlGroup: { } group }
            ? CgroupValue.Read(FilesOf(unit, group).PidsCurrent, writer.Unreadable) ?? properties.TasksCurrent
            : properties.TasksCurrent;

    /// <summary>Writes what one unit uses. Groups and processes of another machine or container are left alone.</summary>
    public void Write(FamilyWriter writer, UnitState state, bool isLocal)
    {
        if (state is not { ActiveState: not ("inactive" or "failed"), Properties: { } properties })
        {
            return;
        }

        var unit = state.Unit;
        if (unit.IsService)
        {
            writer.WriteIfKnown(Tasks, TasksOf(writer, unit, properties, isLocal), unit.NameLabels);
            WriteMainProcess(writer, unit, properties, isLocal);
        }

        if (!isLocal)
        {
            writer.WriteIfKnown(Memory, properties.MemoryCurrent, unit.TypedLabels);
        }
        else if (properties.ControlGroup is { } group)
        {
            var files = FilesOf(unit, group);
            WriteCpu(writer, files, unit.TypedLabels);
            WriteMemory(writer, files, unit.TypedLabels);
            WriteIo(writer, files, unit.TypedLabels);
            WritePressure(writer, files.CpuPressure, "cpu", unit.TypedLabels);
            WritePressure(writer, files.MemoryPressure, "memory", unit.TypedLabels);
            WritePressure(writer, files.IoPressure, "io", unit.TypedLabels);
        }
    }

    private static Family Counter(string name, string help, params string[] first) =>
        Family.Counter(name, help, [.. first, "name", "type", "manager", "user"]);

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "name", "type", "manager", "user");

    private static void WriteCpu(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        if (!WriteAccounting(writer, files.CpuacctStat, labels))
        {
            // The manager makes no groups for cpuacct where it is mounted apart from cpu.
            WriteCpuStat(writer, files.HybridCpuStat, labels);
        }

        WriteCpuStat(writer, files.CpuStat, labels);
    }

    private static bool WriteAccounting(FamilyWriter writer, string? path, LabelSet labels)
    {
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return false;
        }

        using (file)
        {
            var time = CpuacctStat.Parse(file.Bytes, path, writer.Unreadable);
            writer.WriteIfKnown(Cpu, time.UserSeconds, labels, "user");
            writer.WriteIfKnown(Cpu, time.SystemSeconds, labels, "system");
            return true;
        }
    }

    private static void WriteCpuStat(FamilyWriter writer, string? path, LabelSet labels)
    {
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            var stat = CpuStat.Parse(file.Bytes, path, writer.Unreadable);
            writer.WriteIfKnown(Cpu, stat.UserSeconds, labels, "user");
            writer.WriteIfKnown(Cpu, stat.SystemSeconds, labels, "system");

            // Without a quota the kernel counts no periods.
            if (stat.Periods > 0)
            {
                writer.WriteIfKnown(Periods, stat.Periods, labels);
                writer.WriteIfKnown(ThrottledPeriods, stat.ThrottledPeriods, labels);
                writer.WriteIfKnown(Throttled, stat.ThrottledSeconds, labels);
            }
        }
    }

    private static void WriteMemory(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        if (CgroupValue.Read(files.MemoryUsage, writer.Unreadable) is not { } bytes)
        {
            // The controller does not account for this unit.
            return;
        }

        writer.Write(Memory, bytes, labels);
        writer.WriteIfKnown(Peak, CgroupValue.Read(files.MemoryPeak, writer.Unreadable), labels);
        if (files.MemoryStat is not null && ProcFile.TryRead(files.MemoryStat, out var file) == Errno.None)
        {
            using (file)
            {
                var stat = MemoryStat.Parse(file.Bytes, files.MemoryStat, files.IsUnified, writer.Unreadable);
                writer.WriteIfKnown(Anon, stat.AnonBytes, labels);
                writer.WriteIfKnown(File, stat.FileBytes, labels);
            }
        }

        if (files.MemoryEvents is not null && ProcFile.TryRead(files.MemoryEvents, out var events) == Errno.None)
        {
            using (events)
            {
                writer.WriteIfKnown(OomKills, MemoryEvents.Parse(events.Bytes, files.MemoryEvents, writer.Unreadable).OomKills, labels);
            }
        }
    }

    private static void WritePressure(FamilyWriter writer, string? path, string resource, LabelSet labels)
    {
        var pressure = PressureTotals.Read(path, writer.Unreadable);
        writer.WriteIfKnown(Waiting, pressure.SomeSeconds, labels, resource);
        writer.WriteIfKnown(Stalled, pressure.FullSeconds, labels, resource);
    }

    /// <summary>Sums over the devices; v2 has no line before the first byte, which is 0, and v1 misses buffered writes.</summary>
    private void WriteIo(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        var path = files.IoStat ?? files.BlkioBytes;
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            _io.Clear();
            if (files.IoStat is not null)
            {
                _io.AddIoStat(file.Bytes, path, writer.Unreadable);
            }
            else
            {
                _io.AddBlkio(file.Bytes, path, bytes: true, writer.Unreadable);
            }
        }

        ulong? read = 0, written = 0;
        foreach (var device in _io.Rows)
        {
            read += device.ReadBytes;
            written += device.WrittenBytes;
        }

        writer.WriteIfKnown(IoRead, read, labels);
        writer.WriteIfKnown(IoWritten, written, labels);
    }

    private void WriteMainProcess(FamilyWriter writer, Unit unit, UnitProperties properties, bool isLocal)
    {
        if (properties.MainPid is not (> 0 and var pid))
        {
            return;
        }

        writer.Write(MainPid, pid, unit.NameLabels);
        if (!isLocal)
        {
            return;
        }

        // Not the unit's LimitNOFILE: many programs raise their limit when they start.
        var (descriptors, limits) = unit.FilesOfProcess(pid, paths);
        if (ProcLimits.OpenFiles(limits, writer.Unreadable) is >= 0 and var limit)
        {
            writer.Write(MaxFiles, limit, unit.NameLabels);
        }

        if (ProcDescriptors.TryCount(descriptors, out var open) == Errno.None)
        {
            writer.Write(OpenFiles, open.Files, unit.NameLabels);
        }
    }

    private CgroupFiles FilesOf(Unit unit, string group) => unit.Files is { } files && files.Path == group ? files : unit.Files = new CgroupFiles(_tree, group);
}
