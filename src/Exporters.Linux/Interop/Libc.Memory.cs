using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>mallopt(3) and madvise(2), with their parameters.</summary>
internal static partial class Libc
{
    public const int TrimThreshold = -1;
    public const int MmapThreshold = -3;
    public const int ArenaMax = -8;

    /// <summary>MADV_DONTNEED: unmap these pages; of a file that was not written to, they come back from the page cache when touched.</summary>
    public const int DontNeed = 4;

    /// <summary>mallopt(3): 1 when the parameter was taken.</summary>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int MallocOption(int parameter, int value);

    /// <summary>madvise(2): -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nuint start, nuint length, int advice);
}
