using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Interrupts, context switches, forks, boot time, from <c>/proc/stat</c>; see proc_stat(5). CPU times are the cpu collector's.</summary>
internal sealed class StatCollector(HostPaths paths, SettingValues settings) : ICollector
{
    /// <summary>Whether soft interrupts are shown by vector.</summary>
    public static readonly Setting Softirq = Setting.Switch("collector.stat.softirq", false, "Show soft interrupts by vector.");
    private static readonly FamilyList All = new();
    private static readonly Family Interrupts = All.Counter("node_intr_total", "Interrupts serviced since boot.");
    private static readonly Family ContextSwitches = All.Counter("node_context_switches_total", "Context switches since boot.");
    private static readonly Family Forks = All.Counter("node_forks_total", "Processes and threads made since boot.");
    private static readonly Family BootTime = All.Gauge("node_boot_time_seconds", "When the machine booted, in Unix time.");
    private static readonly Family Running = All.Gauge("node_procs_running", "Tasks that run or could run.");
    private static readonly Family Blocked = All.Gauge("node_procs_blocked", "Tasks that wait for a device.");
    private static readonly Family Softirqs = All.Counter("node_softirqs_total", "Soft interrupts serviced since boot, by vector.", "vector");

    /// <summary>In the kernel's order, enum in include/linux/interrupt.h.</summary>
    private static readonly LabelSet[] Vectors = Array.ConvertAll(
        (string[])["hi", "timer", "net_tx", "net_rx", "block", "block_iopoll", "tasklet", "sched", "hrtimer", "rcu"],
        vector => LabelSet.Of("vector", vector));

    private readonly KernelFile _file = new(paths.Proc("stat"));
    private readonly bool _softirqs = settings.Switch(Softirq);

    public string Name => "stat";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        Span<double> softirqs = stackalloc double[Vectors.Length];
        if (!_softirqs)
        {
            softirqs = default;
        }

        using var file = HostFile.Read(_file);
        var stat = KernelStat.Parse(file.Bytes, _file.Path, softirqs, writer.Unreadable);
        writer.WriteIfKnown(Interrupts, stat.Interrupts);
        writer.WriteIfKnown(ContextSwitches, stat.ContextSwitches);
        writer.WriteIfKnown(Forks, stat.Forks);
        writer.WriteIfKnown(BootTime, stat.BootTimeSeconds);
        writer.WriteIfKnown(Running, stat.Running);
        writer.WriteIfKnown(Blocked, stat.Blocked);
        for (var i = 0; i < softirqs.Length; i++)
        {
            writer.WriteIfKnown(Softirqs, double.IsNaN(softirqs[i]) ? null : softirqs[i], Vectors[i]);
        }
    }
}
