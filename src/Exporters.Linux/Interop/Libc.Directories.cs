using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Listing a directory: getdents64(2), by number, because C libraries of older distributions lack the function.</summary>
internal static partial class Libc
{
    public const int DirectoryOnly = 0x10000;

    private static readonly nint GetDents64 = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 217,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 61,
        _ => throw new PlatformNotSupportedException($"getdents64 on {RuntimeInformation.ProcessArchitecture}"),
    };

    /// <summary>Entries of an open directory as <c>struct linux_dirent64</c>; 0 at the end, -1 and errno on failure.</summary>
    public static unsafe nint GetDirectoryEntries(int descriptor, byte* buffer, nint count) => Syscall(GetDents64, descriptor, buffer, count);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint Syscall(nint number, nint descriptor, byte* buffer, nint count);
}
