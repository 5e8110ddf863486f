using Exporters.Host.Cpu;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Packets that each CPU took from network devices, from <c>/proc/net/softnet_stat</c>.</summary>
internal sealed class SoftnetCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Processed = All.Counter("node_softnet_processed_total", "Packets taken from network devices.", "cpu");
    private static readonly Family Dropped = All.Counter(
        "node_softnet_dropped_total", "Packets dropped because the backlog was full.", "cpu");

    private static readonly Family Squeezed = All.Counter(
        "node_softnet_times_squeezed_total", "Times that the work was broken off with packets left.", "cpu");

    private static readonly Family Collisions = All.Counter(
        "node_softnet_cpu_collision_total", "Collisions on a device's lock while sending.", "cpu");

    private static readonly Family ReceivedRps = All.Counter(
        "node_softnet_received_rps_total", "Times that another CPU asked this one to take packets.", "cpu");

    private static readonly Family FlowLimits = All.Counter(
        "node_softnet_flow_limit_count_total", "Times that the flow limit was reached.", "cpu");

    private static readonly Family Backlog = All.Gauge("node_softnet_backlog_len", "Packets in the backlog.", "cpu");

    private readonly KernelFile _file = new(paths.Proc("net/softnet_stat"));
    private readonly List<SoftnetStat> _cpus = [];
    private readonly CpuLabels _labels = new();

    public string Name => "softnet";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using (var file = HostFile.Read(_file))
        {
            SoftnetStat.Parse(file.Bytes, _file.Path, _cpus, writer.Unreadable);
        }

        foreach (var cpu in _cpus)
        {
            var label = _labels[cpu.Cpu];
            writer.Write(Processed, cpu.Processed, label);
            writer.Write(Dropped, cpu.Dropped, label);
            writer.Write(Squeezed, cpu.Squeezed, label);
            writer.Write(Collisions, cpu.Collisions, label);
            writer.Write(ReceivedRps, cpu.ReceivedRps, label);
            writer.Write(FlowLimits, cpu.FlowLimits, label);
            writer.Write(Backlog, cpu.Backlog, label);
        }
    }
}
