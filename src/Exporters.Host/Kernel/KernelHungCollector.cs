using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Tasks found hung, from <c>/proc/sys/kernel/hung_task_detect_count</c> (kernel Documentation/admin-guide/sysctl/kernel.rst).</summary>
internal sealed class KernelHungCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Tasks = All.Counter("node_kernel_hung_tasks_total", "Tasks that the kernel found hung since boot.");

    private readonly KernelFile _file = new(paths.Proc("sys/kernel/hung_task_detect_count"));

    public string Name => "kernel_hung";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer) =>
        writer.WriteIfKnown(Tasks, OneNumber.Read(_file, writer.Unreadable, "needs Linux 6.13 and CONFIG_DETECT_HUNG_TASK"));
}
