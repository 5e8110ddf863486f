using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// Which file a path leads to, statx(2). Files of /proc/net and /sys/class/net that are one file belong to one network
/// namespace, which can so be told without any right to look into <c>/proc/PID/ns</c>.
/// </summary>
/// <param name="Device">Number of the file system, major and minor.</param>
/// <param name="Inode">Number of the file in it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>The identity of what <paramref name="path"/> leads to; null when it leads nowhere.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path + '\0');
        Span<byte> result = stackalloc byte[Libc.StatxSize];
        fixed (byte* name = utf8, into = result)
        {
            return Libc.Statx(Libc.CurrentDirectory, name, 0, Libc.StatxInode, into) != 0
                ? null
                : new FileIdentity(MemoryMarshal.Read<ulong>(result[DeviceOffset..]), MemoryMarshal.Read<ulong>(result[InodeOffset..]));
        }
    }
}
