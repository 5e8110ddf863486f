using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Pressure;

/// <summary>
/// Time lost by waiting for CPU, memory and devices, from <c>/proc/pressure</c> (kernel Documentation/accounting/psi.rst).
/// A kernel may have been booted without it, and has the file for interrupts only since Linux 6.1.
/// </summary>
internal sealed class PressureCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family CpuWaiting = All.Counter(
        "node_pressure_cpu_waiting_seconds_total", "Time in which some task waited for a CPU, in seconds.");

    private static readonly Family IoWaiting = All.Counter(
        "node_pressure_io_waiting_seconds_total", "Time in which some task waited for a device, in seconds.");

    private static readonly Family IoStalled = All.Counter(
        "node_pressure_io_stalled_seconds_total", "Time in which all tasks waited for a device, in seconds.");

    private static readonly Family MemoryWaiting = All.Counter(
        "node_pressure_memory_waiting_seconds_total", "Time in which some task waited for memory, in seconds.");

    private static readonly Family MemoryStalled = All.Counter(
        "node_pressure_memory_stalled_seconds_total", "Time in which all tasks waited for memory, in seconds.");

    private static readonly Family IrqStalled = All.Counter(
        "node_pressure_irq_stalled_seconds_total", "Time in which interrupts kept all tasks of a CPU waiting, in seconds.");

    private readonly (KernelFile File, Family? Some, Family? Full)[] _resources =
    [
        (new KernelFile(paths.Proc("pressure/cpu")), CpuWaiting, null),
        (new KernelFile(paths.Proc("pressure/io")), IoWaiting, IoStalled),
        (new KernelFile(paths.Proc("pressure/memory")), MemoryWaiting, MemoryStalled),
        (new KernelFile(paths.Proc("pressure/irq")), null, IrqStalled),
    ];

    public string Name => "pressure";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        var absent = 0;
        foreach (var (kernelFile, some, full) in _resources)
        {
            var errno = kernelFile.TryRead(out var file);
            if (errno is Errno.NoEntry or Errno.NotDirectory or Errno.NotSupported)
            {
                absent++;
                continue;
            }

            if (errno != Errno.None)
            {
                throw HostFile.Unavailable(kernelFile.Path, errno);
            }

            using (file)
            {
                Write(writer, PressureStall.Parse(file.Bytes, kernelFile.Path, writer.Unreadable), some, full);
            }
        }

        if (absent == _resources.Length)
        {
            throw HostFile.Unavailable(_resources[0].File.Path, Errno.NoEntry, "needs Linux 4.20 with CONFIG_PSI; where it is compiled in and off, boot with psi=1");
        }
    }

    private static void Write(FamilyWriter writer, PressureStall stall, Family? some, Family? full)
    {
        if (some is not null)
        {
            writer.WriteIfKnown(some, stall.SomeSeconds);
        }

        if (full is not null)
        {
            writer.WriteIfKnown(full, stall.FullSeconds);
        }
    }
}
