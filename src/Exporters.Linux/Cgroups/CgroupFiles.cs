namespace Exporters.Linux.Cgroups;

/// <summary>
/// The files of one group, their paths put together once. A null path is a file that this machine does not have for any group;
/// whether one of the others exists is found out by reading it. Kernel <c>Documentation/admin-guide/cgroup-v2.rst</c> and
/// <c>cgroup-v1/</c>.
/// </summary>
public sealed class CgroupFiles
{
    /// <summary>The files of the group at <paramref name="path"/>, which begins with a slash.</summary>
    public CgroupFiles(CgroupTree tree, string path)
    {
        Path = path;
        IsUnified = tree.IsUnified;
        var below = path == "/" ? "" : path;
        if (tree.Unified is { } unified)
        {
            var group = unified + below;
            CpuPressure = $"{group}/cpu.pressure";
            MemoryPressure = $"{group}/memory.pressure";
            IoPressure = $"{group}/io.pressure";
            HybridCpuStat = tree.IsUnified ? null : $"{group}/cpu.stat";
        }

        if (tree.IsUnified)
        {
            var group = tree.Unified + below;
            Directory = group;
            CpuStat = $"{group}/cpu.stat";
            CpuMax = $"{group}/cpu.max";
            CpuWeight = $"{group}/cpu.weight";
            MemoryUsage = $"{group}/memory.current";
            MemoryPeak = $"{group}/memory.peak";
            MemoryStat = $"{group}/memory.stat";
            MemoryEvents = $"{group}/memory.events";
            MemoryLimit = $"{group}/memory.max";
            MemoryReservation = $"{group}/memory.min";
            MemorySwap = $"{group}/memory.swap.current";
            MemorySwapLimit = $"{group}/memory.swap.max";
            IoStat = $"{group}/io.stat";
            PidsCurrent = $"{group}/pids.current";
            PidsMax = $"{group}/pids.max";
            Processes = $"{group}/cgroup.procs";
            Tasks = $"{group}/cgroup.threads";
            return;
        }

        Directory = tree.Walkable + below;
        if (tree.Mount("cpu") is { } cpu)
        {
            CpuStat = $"{cpu}{below}/cpu.stat";
            CpuQuota = $"{cpu}{below}/cpu.cfs_quota_us";
            CpuPeriod = $"{cpu}{below}/cpu.cfs_period_us";
            CpuShares = $"{cpu}{below}/cpu.shares";
        }

        if (tree.Mount("cpuacct") is { } cpuacct)
        {
            CpuUsage = $"{cpuacct}{below}/cpuacct.usage";
            CpuUsagePerCpu = $"{cpuacct}{below}/cpuacct.usage_percpu";
            CpuacctStat = $"{cpuacct}{below}/cpuacct.stat";
        }

        if (tree.Mount("memory") is { } memory)
        {
            MemoryUsage = $"{memory}{below}/memory.usage_in_bytes";
            MemoryPeak = $"{memory}{below}/memory.max_usage_in_bytes";
            MemoryStat = $"{memory}{below}/memory.stat";
            MemoryEvents = $"{memory}{below}/memory.oom_control";
            MemoryLimit = $"{memory}{below}/memory.limit_in_bytes";
            MemoryReservation = $"{memory}{below}/memory.soft_limit_in_bytes";
            MemorySwapLimit = $"{memory}{below}/memory.memsw.limit_in_bytes";
            MemoryFailcnt = $"{memory}{below}/memory.failcnt";
            MemoryKernel = $"{memory}{below}/memory.kmem.usage_in_bytes";
        }

        if (tree.Mount("blkio") is { } blkio)
        {
            BlkioBytes = $"{blkio}{below}/blkio.throttle.io_service_bytes_recursive";
            BlkioOperations = $"{blkio}{below}/blkio.throttle.io_serviced_recursive";
            BfqBytes = $"{blkio}{below}/blkio.bfq.io_service_bytes_recursive";
            BfqOperations = $"{blkio}{below}/blkio.bfq.io_serviced_recursive";
        }

        if (tree.Mount("pids") is { } pids)
        {
            PidsCurrent = $"{pids}{below}/pids.current";
            PidsMax = $"{pids}{below}/pids.max";
        }

        Processes = $"{Directory}/cgroup.procs";
        Tasks = $"{Directory}/tasks";
    }

    /// <summary>The group as <c>/proc/PID/cgroup</c> names it.</summary>
    public string Path { get; }

    /// <summary>Whether the controllers are in one tree (v2).</summary>
    public bool IsUnified { get; }

    /// <summary>The group's directory: in the v2 tree, or in that of one controller.</summary>
    public string Directory { get; }

    /// <summary>v2: usage and throttling; v1: throttling alone.</summary>
    public string? CpuStat { get; }

    /// <summary>v1 with a v2 tree beside it: that tree counts CPU time without any controller.</summary>
    public string? HybridCpuStat { get; }

    /// <summary>v2: quota and period.</summary>
    public string? CpuMax { get; }

    /// <summary>v2: weight from 1 to 10,000.</summary>
    public string? CpuWeight { get; }

    /// <summary>v1: quota in microseconds, -1 for none.</summary>
    public string? CpuQuota { get; }

    /// <summary>v1: period in microseconds.</summary>
    public string? CpuPeriod { get; }

    /// <summary>v1: shares from 2 to 262,144.</summary>
    public string? CpuShares { get; }

    /// <summary>v1: nanoseconds.</summary>
    public string? CpuUsage { get; }

    /// <summary>v1: nanoseconds of each CPU.</summary>
    public string? CpuUsagePerCpu { get; }

    /// <summary>v1: ticks of user and system time.</summary>
    public string? CpuacctStat { get; }

    /// <summary>Bytes now, page cache included.</summary>
    public string? MemoryUsage { get; }

    /// <summary>The most bytes ever; v2 since Linux 5.19.</summary>
    public string? MemoryPeak { get; }

    /// <summary>What the memory is used for.</summary>
    public string? MemoryStat { get; }

    /// <summary>v2: <c>memory.events</c>; v1: <c>memory.oom_control</c>. Both count <c>oom_kill</c>.</summary>
    public string? MemoryEvents { get; }

    /// <summary>Bytes, or <c>max</c>.</summary>
    public string? MemoryLimit { get; }

    /// <summary>v2: <c>memory.min</c>; v1: the soft limit. Bytes.</summary>
    public string? MemoryReservation { get; }

    /// <summary>v2: bytes of swap.</summary>
    public string? MemorySwap { get; }

    /// <summary>v2: bytes of swap or <c>max</c>; v1: of memory and swap together.</summary>
    public string? MemorySwapLimit { get; }

    /// <summary>v1: how often the limit was met.</summary>
    public string? MemoryFailcnt { get; }

    /// <summary>v1: bytes used by the kernel for the group.</summary>
    public string? MemoryKernel { get; }

    /// <summary>v2: bytes and operations by device.</summary>
    public string? IoStat { get; }

    /// <summary>v1: bytes by device and direction.</summary>
    public string? BlkioBytes { get; }

    /// <summary>v1: operations by device and direction.</summary>
    public string? BlkioOperations { get; }

    /// <summary>v1: bytes by device and direction, as the scheduler BFQ counts them for its devices.</summary>
    public string? BfqBytes { get; }

    /// <summary>v1: operations by device and direction, as the scheduler BFQ counts them for its devices.</summary>
    public string? BfqOperations { get; }

    /// <summary>Tasks now.</summary>
    public string? PidsCurrent { get; }

    /// <summary>Most tasks, or <c>max</c>.</summary>
    public string? PidsMax { get; }

    /// <summary>A process id a line.</summary>
    public string Processes { get; }

    /// <summary>A thread id a line.</summary>
    public string Tasks { get; }

    /// <summary>Time that tasks waited for a CPU.</summary>
    public string? CpuPressure { get; }

    /// <summary>Time that tasks waited for memory.</summary>
    public string? MemoryPressure { get; }

    /// <summary>Time that tasks waited for block devices.</summary>
    public string? IoPressure { get; }
}
