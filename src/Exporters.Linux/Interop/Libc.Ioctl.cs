using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Questions to drivers: ioctl(2).</summary>
internal static partial class Libc
{
    /// <summary>ioctl(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int Ioctl(int descriptor, nuint request, void* argument);
}
