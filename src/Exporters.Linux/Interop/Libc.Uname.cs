using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>uname(2).</summary>
internal static partial class Libc
{
    /// <summary>struct utsname: six texts of 65 bytes, each ended by a zero.</summary>
    public const int UtsnameField = 65;

    /// <summary>-1 and errno on failure. <paramref name="utsname"/> has room for six fields.</summary>
    [LibraryImport("libc", EntryPoint = "uname", SetLastError = true)]
    public static unsafe partial int Uname(byte* utsname);
}
