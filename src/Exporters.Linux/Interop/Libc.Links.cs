using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Reading symbolic links: readlinkat(2), realpath(3).</summary>
internal static partial class Libc
{
    /// <summary>The bytes of the link's target, without a zero byte; -1 and errno on failure. The path ends in a zero byte.</summary>
    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    public static unsafe partial nint ReadLinkAt(int directory, byte* path, byte* buffer, nuint size);

    /// <summary>Bytes that a resolved path takes at most, its zero byte included.</summary>
    public const int PathMax = 4096;

    /// <summary>Writes the path without symbolic links to a buffer of <see cref="PathMax"/> bytes; 0 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static unsafe partial nint RealPath(string path, byte* resolved);
}
