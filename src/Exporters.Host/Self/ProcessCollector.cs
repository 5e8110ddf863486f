using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Self;

/// <summary>
/// This process itself, from the <c>/proc</c> it lives in, whatever the paths of the host say; see proc_pid_stat(5). The names
/// are those that every Prometheus client library gives.
/// </summary>
internal sealed class ProcessCollector(TimeProvider time) : ISelfCollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Cpu = All.Counter("process_cpu_seconds_total", "CPU time of this process, in seconds.");
    private static readonly Family Resident = All.Gauge("process_resident_memory_bytes", "Memory of this process that is in RAM, in bytes.");
    private static readonly Family Virtual = All.Gauge("process_virtual_memory_bytes", "Address space of this process, in bytes.");
    private static readonly Family VirtualMax = All.Gauge("process_virtual_memory_max_bytes", "Largest address space that this process may have, in bytes.");
    private static readonly Family OpenFiles = All.Gauge("process_open_fds", "File descriptors that this process has open.");
    private static readonly Family MaxFiles = All.Gauge("process_max_fds", "Most file descriptors that this process may open.");
    private static readonly Family Start = All.Gauge("process_start_time_seconds", "When this process started, in Unix time.");
    private static readonly Family Threads = All.Gauge("process_num_threads", "Threads of this process.");
    private static readonly TimeSpan LimitsLifetime = TimeSpan.FromMinutes(1);

    private readonly DirectoryListing _files = new("/proc/self/fd");

    /// <summary>What the kernel counts start times from, in Unix time.</summary>
    private double? _bootSeconds;
    private SelfLimits _limits;
    private long _limitsReadAt;

    public string Name => "process";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        const string Path = "/proc/self/stat";
        SelfStat stat;
        using (var file = HostFile.Read(Path))
        {
            stat = SelfStat.Parse(file.Bytes, Path, writer.Unreadable);
        }

        writer.WriteIfKnown(Cpu, stat.CpuSeconds);
        writer.WriteIfKnown(Resident, stat.ResidentPages * (double)Environment.SystemPageSize);
        writer.WriteIfKnown(Virtual, stat.VirtualBytes);
        writer.WriteIfKnown(Start, stat.StartSeconds + (_bootSeconds ??= BootTime.ReadSeconds("/proc/stat", writer.Unreadable)));
        writer.WriteIfKnown(Threads, stat.Threads);
        WriteFiles(writer);
    }

    private void WriteFiles(FamilyWriter writer)
    {
        _files.Refresh();
        if (_files.Errno == Errno.None)
        {
            writer.Write(OpenFiles, _files.Names.Count - 1); // but for the one that lists them
        }

        if (_limitsReadAt == 0 || time.GetElapsedTime(_limitsReadAt) >= LimitsLifetime)
        {
            _limitsReadAt = time.GetTimestamp();
            _limits = ReadLimits(writer.Unreadable);
        }

        writer.WriteIfKnown(MaxFiles, _limits.OpenFiles);
        writer.WriteIfKnown(VirtualMax, _limits.AddressSpaceBytes);
    }

    private static SelfLimits ReadLimits(Action<ProcFormatException> unreadable)
    {
        const string Path = "/proc/self/limits";
        if (ProcFile.TryRead(Path, out var file) != Errno.None)
        {
            return default;
        }

        using (file)
        {
            return SelfLimits.Parse(file.Bytes, Path, unreadable);
        }
    }
}
