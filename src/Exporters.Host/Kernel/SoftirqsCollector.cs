using Exporters.Host.Cpu;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Soft interrupts by vector and CPU, from <c>/proc/softirqs</c>. Off by default.</summary>
internal sealed class SoftirqsCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Functions = All.Counter("node_softirqs_functions_total", "Soft interrupts since boot.", "cpu", "type");

    private readonly KernelFile _file = new(paths.Proc("softirqs"));
    private readonly LabelCache _types = new("type");
    private readonly List<uint> _cpus = [];
    private readonly CpuNames _names = new();

    public string Name => "softirqs";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        for (var table = new InterruptTable(file.Bytes, _file.Path, _cpus, writer.Unreadable); table.Next(_cpus.Count);)
        {
            var type = _types.Get(table.Name);
            foreach (var cpu in _cpus)
            {
                writer.WriteIfKnown(Functions, table.Count(), type, _names[cpu]);
            }
        }
    }
}
