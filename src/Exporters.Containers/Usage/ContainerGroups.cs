namespace Exporters.Containers.Usage;

/// <summary>Groups of families that can be switched off, by the names that cAdvisor's <c>--disable_metrics</c> has for them.</summary>
[Flags]
internal enum ContainerGroups
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>cpu.</summary>
    Cpu = 1,

    /// <summary>percpu: CPU time by CPU, on cgroup v1.</summary>
    PerCpu = 2,

    /// <summary>memory.</summary>
    Memory = 4,

    /// <summary>diskIO: block I/O.</summary>
    DiskIo = 8,

    /// <summary>disk: sizes of file systems.</summary>
    Disk = 16,

    /// <summary>network.</summary>
    Network = 32,

    /// <summary>pressure.</summary>
    Pressure = 64,

    /// <summary>process: processes, threads, open files and sockets.</summary>
    Process = 128,

    /// <summary>oom_event.</summary>
    OomEvent = 256,

    /// <summary>Limits; no name, because they cannot be switched off.</summary>
    Spec = 512,

    /// <summary>cpuLoad: what tasks do.</summary>
    CpuLoad = 1024,

    /// <summary>All.</summary>
    All = Cpu | PerCpu | Memory | DiskIo | Disk | Network | Pressure | Process | OomEvent | Spec | CpuLoad,
}
