using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Reading a symbolic link: readlinkat(2).</summary>
internal static partial class Libc
{
    /// <summary>The bytes of the link's target, without a zero byte; -1 and errno on failure. The path ends in a zero byte.</summary>
    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    public static unsafe partial nint ReadLinkAt(int directory, byte* path, byte* buffer, nuint size);
}
