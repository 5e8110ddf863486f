using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Counters of the processor and the kernel: perf_event_open(2), which the C library has no function for.</summary>
internal static partial class Libc
{
    /// <summary>The number of perf_event_open(2) on this processor.</summary>
    public static nint PerfEventOpen => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 241 : 298;

    /// <summary>syscall(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static unsafe partial nint SystemCall(nint number, void* first, nint second, nint third, nint fourth, nint fifth);
}
