using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>The few file calls that reading the kernel needs: open(2), read(2), close(2), without a handle object for each.</summary>
internal static partial class Libc
{
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>open(2); -1 and errno on failure. The path ends in a zero byte.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static unsafe partial int Open(byte* path, int flags);

    /// <summary>read(2); -1 and errno on failure, 0 at the end.</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, byte* buffer, nuint count);

    /// <summary>pread(2): read(2) from an offset; -1 and errno on failure, 0 at the end.</summary>
    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static unsafe partial nint ReadAt(int descriptor, byte* buffer, nuint count, nint offset);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
