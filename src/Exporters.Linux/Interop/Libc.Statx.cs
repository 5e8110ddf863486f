using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>statx(2): what a file is, without opening it.</summary>
internal static partial class Libc
{
    public const int AtCurrentDirectory = -100;
    public const int AtEmptyPath = 0x1000;
    public const uint StatxBasic = 0x7ff;

    /// <summary>statx(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int directory, string path, int flags, uint mask, out Statx status);
}
