using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>statfs(2): how full a file system is. May sleep for as long as a dead file server pleases.</summary>
internal static partial class Libc
{
    /// <summary>statfs(2); -1 and errno on failure. The path ends in a zero byte.</summary>
    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true)]
    public static unsafe partial int Statfs(byte* path, StatfsBuffer* buffer);

    /// <summary>fstatfs(2): the same of an open file; -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    public static unsafe partial int Fstatfs(int descriptor, StatfsBuffer* buffer);

    /// <summary><c>struct statfs</c> as every 64-bit Linux has it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct StatfsBuffer
    {
        public long Type;
        public long BlockSize;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public ulong FilesystemId;
        public long NameLength;
        public long FragmentSize;
        public long Flags;
        public fixed long Spare[4];
    }
}
