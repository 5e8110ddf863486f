using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// How many files a process has open, and how many of them are sockets, from <c>/proc/PID/fd</c>, proc_pid_fd(5). Needs to be root
/// or the process's own user.
/// </summary>
/// <param name="Files">Open file descriptors.</param>
/// <param name="Sockets">Those whose link says <c>socket:[…]</c>.</param>
public readonly record struct ProcDescriptors(int Files, int Sockets)
{
    private const int BufferSize = 16_384;
    private const int LengthOffset = 16; // of d_reclen in struct linux_dirent64, after d_ino and d_off
    private const int NameOffset = 19; // of d_name, after d_type
    private const int ShownTarget = 8;

    /// <summary>Counts them, or tells why not.</summary>
    /// <param name="path">The directory <c>/proc/PID/fd</c>.</param>
    /// <param name="counts">The result.</param>
    public static unsafe Errno TryCount(string path, out ProcDescriptors counts)
    {
        counts = default;
        var directory = ProcFile.Open(path, Libc.DirectoryOnly);
        if (directory < 0)
        {
            return (Errno)Marshal.GetLastPInvokeError();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var (files, sockets) = (0, 0);
            byte* target = stackalloc byte[ShownTarget];
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var read = Libc.GetDirectoryEntries(directory, start, buffer.Length);
                    if (read <= 0)
                    {
                        counts = new ProcDescriptors(files, sockets);
                        return read == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
                    }

                    for (var at = 0; at < read;)
                    {
                        var name = start + at + NameOffset;
                        if (*name != (byte)'.')
                        {
                            files++;
                            var length = Libc.ReadLinkAt(directory, name, target, ShownTarget);
                            sockets += length == ShownTarget && new ReadOnlySpan<byte>(target, ShownTarget).SequenceEqual("socket:["u8) ? 1 : 0;
                        }

                        at += BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(start + at + LengthOffset, sizeof(ushort)));
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _ = Libc.Close(directory);
        }
    }
}
