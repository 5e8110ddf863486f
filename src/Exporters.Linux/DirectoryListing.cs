using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// The names in a directory, remembered from scrape to scrape. A device that was plugged in or pulled out shows at the next
/// <see cref="Refresh"/>; while nothing comes or goes, that costs four system calls and allocates nothing. An entry that was
/// replaced by another of the same name counts as a change, since its inode differs.
/// </summary>
public sealed class DirectoryListing(string path)
{
    private const int FirstBuffer = 16_384;
    private const int LengthOffset = 16; // of d_reclen in struct linux_dirent64, after d_ino and d_off
    private const int NameOffset = 19; // of d_name, after d_type

    private byte[] _raw = [];
    private int _rawLength = -1;

    /// <summary>The directory.</summary>
    public string Path { get; } = path;

    /// <summary>The names in ordinal order, without <c>.</c> and <c>..</c>; none when the directory is absent or must not be listed.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Why there are no names; <see cref="Errno.None"/> when the directory was listed.</summary>
    public Errno Errno { get; private set; }

    /// <summary>Looks again. True when the entries differ from those of the last time, and always the first time.</summary>
    public bool Refresh()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var errno = Read(ref buffer, out var length);
            if (errno == Errno && length == _rawLength && buffer.AsSpan(0, length).SequenceEqual(_raw.AsSpan(0, length)))
            {
                return false;
            }

            Errno = errno;
            _raw = buffer.AsSpan(0, length).ToArray();
            _rawLength = length;
            Names = Parse(_raw);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private unsafe Errno Read(ref byte[] buffer, out int length)
    {
        length = 0;
        var descriptor = ProcFile.Open(Path, Libc.DirectoryOnly);
        if (descriptor < 0)
        {
            return (Errno)Marshal.GetLastPInvokeError();
        }

        try
        {
            while (true)
            {
                if (buffer.Length - length < FirstBuffer / 2)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                nint read;
                fixed (byte* start = &buffer[length])
                {
                    read = Libc.GetDirectoryEntries(descriptor, start, buffer.Length - length);
                }

                if (read < 0)
                {
                    length = 0;
                    return (Errno)Marshal.GetLastPInvokeError();
                }

                if (read == 0)
                {
                    return Errno.None;
                }

                length += (int)read;
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    private static string[] Parse(ReadOnlySpan<byte> entries)
    {
        var names = new List<string>();
        while (!entries.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entries[LengthOffset..]);
            var name = entries[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add(Encoding.UTF8.GetString(name));
            }

            entries = entries[length..];
        }

        names.Sort(StringComparer.Ordinal);
        return [.. names];
    }
}
