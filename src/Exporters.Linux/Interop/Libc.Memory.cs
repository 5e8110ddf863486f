using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>mallopt(3) and madvise(2), with their parameters.</summary>
internal static partial class Libc
{
    public const int TrimThreshold = -1;
    public const int MmapThreshold = -3;
    public const int ArenaMax = -8;

    /// <summary>MADV_PAGEOUT, Linux 5.4: take these pages out of memory; what is still needed comes back when it is touched.</summary>
    public const int PageOut = 21;

    /// <summary>mallopt(3): 1 when the parameter was taken.</summary>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int MallocOption(int parameter, int value);

    /// <summary>madvise(2): -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nuint start, nuint length, int advice);
}
