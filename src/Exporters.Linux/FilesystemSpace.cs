using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>How full a file system is; statfs(2).</summary>
/// <param name="SizeBytes">All of it, in bytes.</param>
/// <param name="FreeBytes">What is free, the blocks reserved for root included, in bytes.</param>
/// <param name="AvailableBytes">What others than root can use, in bytes.</param>
/// <param name="Files">Inodes; 0 where the file system does not count them.</param>
/// <param name="FilesFree">Free inodes.</param>
public readonly record struct FilesystemSpace(double SizeBytes, double FreeBytes, double AvailableBytes, ulong Files, ulong FilesFree)
{
    /// <summary>
    /// Asks the file system that is mounted at <paramref name="path"/>. Waits for it without limit: call it only where nobody
    /// waits for the caller.
    /// </summary>
    public static Errno TryRead(string path, out FilesystemSpace space)
    {
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        Encoding.UTF8.GetBytes(path, utf8);
        return TryRead(utf8, out space);
    }

    /// <summary>The same for a path that is already encoded and ends in a zero byte; allocates nothing.</summary>
    public static unsafe Errno TryRead(ReadOnlySpan<byte> terminatedPath, out FilesystemSpace space)
    {
        Libc.StatfsBuffer buffer;
        int result;
        fixed (byte* start = terminatedPath)
        {
            do
            {
                result = Libc.Statfs(start, &buffer);
            }
            while (result != 0 && Marshal.GetLastPInvokeError() == (int)Errno.Interrupted);
        }

        if (result != 0)
        {
            space = default;
            return (Errno)Marshal.GetLastPInvokeError();
        }

        var blockSize = (double)buffer.BlockSize;
        space = new FilesystemSpace(
            buffer.Blocks * blockSize, buffer.BlocksFree * blockSize, buffer.BlocksAvailable * blockSize, buffer.Files, buffer.FilesFree);
        return Errno.None;
    }
}
