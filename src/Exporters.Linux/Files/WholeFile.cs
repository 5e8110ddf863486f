namespace Exporters.Linux.Files;

/// <summary>
/// Reads files that others write, whole and into an array of their length. <see cref="ProcFile"/> is for the kernel's: its pooled
/// buffers stay allocated, which a file of many megabytes would make noticeable.
/// </summary>
public static class WholeFile
{
    /// <summary>Reads it, or tells why not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">More than this is <see cref="Errno.TooLarge"/>.</param>
    /// <param name="bytes">What it holds.</param>
    public static Errno TryRead(string path, long maxBytes, out byte[] bytes)
    {
        bytes = [];
        using var handle = UnlockedFile.TryOpenRead(path, out var error);
        if (handle is null)
        {
            return error;
        }

        error = FileStatus.TryRead(handle, out var status);
        if (error != Errno.None || !status.IsRegular)
        {
            return error != Errno.None ? error : Errno.Invalid;
        }

        if (status.Size > maxBytes)
        {
            return Errno.TooLarge;
        }

        // One byte more than it has: a read that fills less is the end.
        var buffer = new byte[status.Size + 1];
        var length = 0;
        try
        {
            while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is var read and > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    return Errno.TooLarge;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min((buffer.Length * 2L) + 1024, maxBytes + 1));
                }
            }
        }
        catch (IOException)
        {
            return Errno.InputOutput;
        }

        Array.Resize(ref buffer, length);
        bytes = buffer;
        return Errno.None;
    }
}
