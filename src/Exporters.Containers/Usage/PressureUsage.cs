using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>Time that tasks of a group waited for CPU, memory and block devices; where the kernel has PSI.</summary>
internal static class PressureUsage
{
    private static readonly Family CpuWaiting = Family.Counter("container_pressure_cpu_waiting_seconds_total", "Time in which some task waited for a CPU, in seconds.");
    private static readonly Family CpuStalled = Family.Counter("container_pressure_cpu_stalled_seconds_total", "Time in which all tasks waited for a CPU, in seconds.");
    private static readonly Family MemoryWaiting = Family.Counter("container_pressure_memory_waiting_seconds_total", "Time in which some task waited for memory, in seconds.");
    private static readonly Family MemoryStalled = Family.Counter("container_pressure_memory_stalled_seconds_total", "Time in which all tasks waited for memory, in seconds.");
    private static readonly Family IoWaiting = Family.Counter("container_pressure_io_waiting_seconds_total", "Time in which some task waited for a block device, in seconds.");
    private static readonly Family IoStalled = Family.Counter("container_pressure_io_stalled_seconds_total", "Time in which all tasks waited for a block device, in seconds.");

    public static IReadOnlyList<Family> Families { get; } = [CpuWaiting, CpuStalled, MemoryWaiting, MemoryStalled, IoWaiting, IoStalled];

    public static void Write(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        Write(writer, PressureTotals.Read(files.CpuPressure, writer.Unreadable), CpuWaiting, CpuStalled, labels);
        Write(writer, PressureTotals.Read(files.MemoryPressure, writer.Unreadable), MemoryWaiting, MemoryStalled, labels);
        Write(writer, PressureTotals.Read(files.IoPressure, writer.Unreadable), IoWaiting, IoStalled, labels);
    }

    private static void Write(FamilyWriter writer, PressureTotals totals, Family waiting, Family stalled, LabelSet labels)
    {
        writer.WriteIfKnown(waiting, totals.SomeSeconds, labels);
        writer.WriteIfKnown(stalled, totals.FullSeconds, labels);
    }
}
