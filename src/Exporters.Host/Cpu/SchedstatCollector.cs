using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>What the scheduler did on each CPU, from <c>/proc/schedstat</c>.</summary>
internal sealed class SchedstatCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Running = All.Counter(
        "node_schedstat_running_seconds_total", "Time that tasks ran on the CPU, in seconds.", "cpu");

    private static readonly Family Waiting = All.Counter(
        "node_schedstat_waiting_seconds_total", "Time that tasks waited for the CPU, in seconds.", "cpu");

    private static readonly Family Timeslices = All.Counter("node_schedstat_timeslices_total", "Time slices run on the CPU.", "cpu");

    private readonly KernelFile _file = new(paths.Proc("schedstat"));
    private readonly CpuLabels _labels = new();

    public string Name => "schedstat";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file, "needs CONFIG_SCHEDSTATS");
        var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable);
        while (Schedstat.TryNext(ref lines, out var cpu))
        {
            var label = _labels[cpu.Cpu];
            writer.WriteIfKnown(Running, cpu.RunningSeconds, label);
            writer.WriteIfKnown(Waiting, cpu.WaitingSeconds, label);
            writer.WriteIfKnown(Timeslices, cpu.Timeslices, label);
        }
    }
}
