using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Which file a path leads to: statx(2).</summary>
internal static partial class Libc
{
    public const int CurrentDirectory = -100;
    /// <summary>STATX_INO: its number.</summary>
    public const uint StatxInode = 0x100;

    /// <summary>STATX_GID: its group.</summary>
    public const uint StatxGroup = 0x10;

    public const int StatxSize = 256;

    /// <summary>statx(2) into a buffer of <see cref="StatxSize"/> bytes; -1 and errno on failure. The path ends in a zero byte.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static unsafe partial int Statx(int directory, byte* path, int flags, uint mask, byte* result);
}
