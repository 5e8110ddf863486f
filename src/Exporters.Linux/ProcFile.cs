using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// The whole content of a file of /proc or /sys in a pooled buffer. Such a file has no length before it is read (stat says 0, or
/// 4096), so it is read to its end. Dispose it to give the buffer back.
/// </summary>
public readonly ref struct ProcFile
{
    private const int MaxPath = 4096;
    private const int ShortPath = 384;
    private const int FirstBuffer = 4096;

    private readonly byte[]? _buffer;
    private readonly int _length;

    private ProcFile(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>What the file held.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>The content without white space at its end, as one-value files of sysfs want it.</summary>
    public ReadOnlySpan<byte> Trimmed => Bytes.TrimEnd(" \t\r\n\0"u8);

    /// <summary>Reads the file.</summary>
    /// <exception cref="ProcFileException">It does not exist, must not be read, or failed; says which.</exception>
    public static ProcFile Read(string path) => TryRead(path, out var file) is var errno and not Errno.None
        ? throw new ProcFileException(path, errno)
        : file;

    /// <summary>Reads the file, or tells why not without an exception: for files that may well be absent.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">Its content; dispose it.</param>
    /// <param name="maxBytes">More than this is <see cref="Errno.TooLarge"/>: for files that somebody else writes.</param>
    public static Errno TryRead(string path, out ProcFile file, int maxBytes = int.MaxValue)
    {
        file = default;
        var descriptor = Open(path);
        if (descriptor < 0)
        {
            return (Errno)Marshal.GetLastPInvokeError();
        }

        try
        {
            return TryReadAll(descriptor, fromStart: false, out file, maxBytes);
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>The whole content of an open file.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="fromStart">Whether to read from the file's start, wherever it was read to before. Not every file can do that; one that was just opened is read on.</param>
    /// <param name="file">Its content; dispose it.</param>
    /// <param name="maxBytes">More than this is <see cref="Errno.TooLarge"/>.</param>
    internal static Errno TryReadAll(int descriptor, bool fromStart, out ProcFile file, int maxBytes = int.MaxValue)
    {
        file = default;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            var read = fromStart ? ReadAt(descriptor, buffer.AsSpan(length), length) : Read(descriptor, buffer.AsSpan(length));
            if (read < 0)
            {
                var errno = (Errno)Marshal.GetLastPInvokeError();
                if (errno == Errno.Interrupted)
                {
                    continue;
                }

                ArrayPool<byte>.Shared.Return(buffer);
                return errno;
            }

            if (read == 0)
            {
                file = new ProcFile(buffer, length);
                return Errno.None;
            }

            length += (int)read;
            if (length > maxBytes)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return Errno.TooLarge;
            }
        }
    }

    /// <summary>Gives the buffer back; the bytes must not be touched afterwards.</summary>
    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    /// <summary>open(2) for reading, without blocking; -1 and errno on failure.</summary>
    internal static unsafe int Open(string path, int flags = 0)
    {
        Span<byte> utf8 = stackalloc byte[path.Length * 3 < ShortPath ? ShortPath : MaxPath];
        if (!Encoding.UTF8.TryGetBytes(path, utf8[..^1], out var length))
        {
            throw new ArgumentException($"path longer than {MaxPath} bytes", nameof(path));
        }

        utf8[length] = 0;
        fixed (byte* start = utf8)
        {
            return Libc.Open(start, flags | Libc.ReadOnly | Libc.CloseOnExec | Libc.NonBlocking);
        }
    }

    private static unsafe nint Read(int descriptor, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            return Libc.Read(descriptor, start, (nuint)into.Length);
        }
    }

    private static unsafe nint ReadAt(int descriptor, Span<byte> into, int offset)
    {
        fixed (byte* start = into)
        {
            return Libc.ReadAt(descriptor, start, (nuint)into.Length, offset);
        }
    }
}
