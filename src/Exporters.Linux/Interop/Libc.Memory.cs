using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>mallopt(3) and its parameters.</summary>
internal static partial class Libc
{
    public const int TrimThreshold = -1;
    public const int MmapThreshold = -3;
    public const int ArenaMax = -8;

    /// <summary>mallopt(3): 1 when the parameter was taken.</summary>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int MallocOption(int parameter, int value);
}
