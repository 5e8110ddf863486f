using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Streams;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Tailing;

/// <summary>
/// Tells whether a file holds what was read of another one, by the hash of its first bytes and of those before the offset. Both are
/// needed: logs of one program often begin alike, and a file that was rewritten may be as long as before.
/// </summary>
internal sealed class FileContents
{
    private readonly byte[] _buffer = new byte[Position.MaxTail];

    /// <summary>Whether a file begins with the same bytes as a known one, and has the same bytes before the offset up to which that was read.</summary>
    /// <returns>Null when it cannot be told: the path leads to another file by now, or this user may not read it.</returns>
    public bool? AreThoseOf(TailedFile known, string path, FileStatus status)
    {
        var (offset, _, tail, hash) = known.Read;
        var identity = known.Identity!;
        if (identity.HeadLength == 0 || status.Size < Math.Max(offset, identity.HeadLength))
        {
            return false;
        }

        if (Open(path, status) is not { } handle)
        {
            return null;
        }

        using (handle)
        {
            return Hash(handle, 0, identity.HeadLength) == identity.HeadHash && (tail == 0 || Hash(handle, offset - tail, tail) == hash);
        }
    }

    /// <summary>
    /// Whether a file may be a copy of a live one of which nothing was read yet: it begins with the same bytes, and the live one has
    /// those of its end at the same offset.
    /// </summary>
    public bool AreCopiedFrom(string livePath, string path, FileStatus status)
    {
        if (status.Size == 0 || FileStatus.TryRead(livePath, out var live) != Errno.None || live.Size < status.Size || live.Inode == status.Inode
            || Open(path, status) is not { } copy)
        {
            return false;
        }

        using (copy)
        using (var original = Open(livePath, live))
        {
            var length = (int)Math.Min(status.Size, _buffer.Length);
            return original is not null
                && Hash(copy, 0, length) is { } head && Hash(original, 0, length) == head
                && Hash(copy, status.Size - length, length) is { } tail && Hash(original, status.Size - length, length) == tail;
        }
    }

    /// <summary>Opens a file, unless its path leads to another inode than expected; null then, or when this user may not read it.</summary>
    public static SafeFileHandle? Open(string path, FileStatus expected)
    {
        if (UnlockedFile.TryOpenRead(path, out _) is not { } handle)
        {
            return null;
        }

        if (FileStatus.TryRead(handle, out var status) == Errno.None && status.Inode == expected.Inode && status.Device == expected.Device)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    private ulong? Hash(SafeFileHandle handle, long offset, int length)
    {
        var got = RandomAccess.Read(handle, _buffer.AsSpan(0, length), offset);
        return got == length ? ByteHash.Compute(_buffer.AsSpan(0, length)) : null;
    }
}
