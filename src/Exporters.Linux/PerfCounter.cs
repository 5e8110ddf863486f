using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>One event counted on one CPU for all processes, from perf_event_open(2) on until it is disposed.</summary>
public sealed class PerfCounter : IDisposable
{
    private const int AttributesSize = 112; // PERF_ATTR_SIZE_VER5
    private const nint AllProcesses = -1;
    private const nint NoGroup = -1;
    private const nint CloseOnExec = 8;

    private readonly int _descriptor;

    private PerfCounter(int descriptor) => _descriptor = descriptor;

    /// <summary>Begins to count; null with the reason when this event, or any, cannot be counted here.</summary>
    /// <param name="type"><c>PERF_TYPE_*</c>.</param>
    /// <param name="config">The event of that type.</param>
    /// <param name="cpu">The CPU.</param>
    /// <param name="errno">Why not.</param>
    public static unsafe PerfCounter? TryOpen(uint type, ulong config, int cpu, out Errno errno)
    {
        // struct perf_event_attr: type, size, config, and zeros: count user and kernel, from now on.
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        MemoryMarshal.Write(attributes, in type);
        MemoryMarshal.Write(attributes[4..], (uint)AttributesSize);
        MemoryMarshal.Write(attributes[8..], in config);
        nint descriptor;
        fixed (byte* start = attributes)
        {
            descriptor = Libc.SystemCall(Libc.PerfEventOpen, start, AllProcesses, cpu, NoGroup, CloseOnExec);
        }

        errno = descriptor < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        return descriptor < 0 ? null : new PerfCounter((int)descriptor);
    }

    /// <summary>What was counted; null when it cannot be read.</summary>
    public unsafe ulong? Read()
    {
        ulong value;
        return Libc.Read(_descriptor, (byte*)&value, sizeof(ulong)) == sizeof(ulong) ? value : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_descriptor);
}
