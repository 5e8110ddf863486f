using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// One-value files of sysfs. Null means that there is no value now: the file is absent, the driver answers with an error, or may
/// not be read by this user. Text that should be a number and is none is null as well, and reported.
/// </summary>
public static class SysFile
{
    private const int PageSize = 4096;

    /// <summary>
    /// The value without white space around it, in <paramref name="buffer"/>: one open, one read, one close, no allocation. What
    /// does not fit is cut off. Empty with the reason in <paramref name="errno"/> when there is no value.
    /// </summary>
    public static unsafe ReadOnlySpan<byte> Read(string path, Span<byte> buffer, out Errno errno)
    {
        var descriptor = ProcFile.Open(path);
        if (descriptor < 0)
        {
            errno = (Errno)Marshal.GetLastPInvokeError();
            return default;
        }

        nint read;
        do
        {
            fixed (byte* start = buffer)
            {
                read = Libc.Read(descriptor, start, (nuint)buffer.Length);
            }

            errno = read < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        }
        while (errno == Errno.Interrupted);

        _ = Libc.Close(descriptor);
        return read <= 0 ? default : buffer[..(int)read].Trim(" \t\r\n\0"u8);
    }

    /// <summary>The value as text, without white space around it.</summary>
    public static string? Text(string path)
    {
        Span<byte> buffer = stackalloc byte[PageSize];
        var text = Read(path, buffer, out var errno);
        return errno == Errno.None ? Encoding.UTF8.GetString(text) : null;
    }

    /// <summary>The value as a signed decimal number; null when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreadable">Told when it holds text that is no number; null where that is no news.</param>
    public static long? Int64(string path, Action<ProcFormatException>? unreadable = null)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = Read(path, buffer, out _);
        if (Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length)
        {
            return value;
        }

        ReportUnlessEmpty(path, text, unreadable);
        return null;
    }

    /// <summary>The value as an unsigned decimal number; null when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreadable">Told when it holds text that is no such number; null where that is no news.</param>
    public static ulong? UInt64(string path, Action<ProcFormatException>? unreadable = null)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = Read(path, buffer, out _);
        if (Utf8Parser.TryParse(text, out ulong value, out var used) && used == text.Length)
        {
            return value;
        }

        ReportUnlessEmpty(path, text, unreadable);
        return null;
    }

    /// <summary>Reports text that should be a number. Empty text is no news: so a driver says that it has no value now.</summary>
    public static void ReportUnlessEmpty(string path, ReadOnlySpan<byte> text, Action<ProcFormatException>? unreadable)
    {
        if (!text.IsEmpty && unreadable is not null)
        {
            unreadable(new ProcFormatException(path, 0, text, "a number"));
        }
    }

    /// <summary>The names of the entries of a directory in ordinal order; none when it is absent or must not be listed.</summary>
    public static string[] Names(string directory)
    {
        var listing = new DirectoryListing(directory);
        listing.Refresh();
        return [.. listing.Names];
    }
}
