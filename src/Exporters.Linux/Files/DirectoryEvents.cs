using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Files;

/// <summary>
/// Changes in directories, by inotify(7), asked for without waiting. A hint, never the truth: network file systems send none and
/// the queue may overflow, so whoever uses it looks for himself from time to time.
/// </summary>
public sealed class DirectoryEvents : IDisposable
{
    private const uint Modify = 0x2;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Create = 0x100;
    private const uint Delete = 0x200;
    private const uint Overflow = 0x4000;
    private const uint OnlyDirectory = 0x01000000;
    private const int HeaderSize = 16;

    private readonly int _descriptor;
    private readonly Dictionary<int, string> _directories = [];
    private readonly Dictionary<string, int> _watches = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly char[] _name = new char[256];

    /// <summary>What a change looks like to its receiver; <paramref name="name"/> is empty when changes were lost.</summary>
    /// <param name="directory">The watched directory as it was named; empty when changes were lost.</param>
    /// <param name="name">The entry in it.</param>
    /// <param name="onlyContent">Whether bytes were written, as opposed to a name that came or went.</param>
    public delegate void Receiver(string directory, ReadOnlySpan<char> name, bool onlyContent);

    private DirectoryEvents(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens a queue; null when the kernel has none left (<c>fs.inotify.max_user_instances</c>).</summary>
    public static DirectoryEvents? TryOpen()
    {
        var descriptor = Libc.InotifyInit(Libc.NonBlocking | Libc.CloseOnExec);
        return descriptor < 0 ? null : new DirectoryEvents(descriptor);
    }

    /// <summary>Watches a directory; false when it cannot be watched (<c>fs.inotify.max_user_watches</c>, or it is none).</summary>
    public bool Watch(string directory)
    {
        if (_watches.ContainsKey(directory))
        {
            return true;
        }

        var watch = Libc.InotifyAddWatch(_descriptor, directory, Modify | MovedFrom | MovedTo | Create | Delete | OnlyDirectory);
        if (watch < 0)
        {
            return false;
        }

        _directories[watch] = directory;
        _watches[directory] = watch;
        return true;
    }

    /// <summary>Hands over what happened since the last call; returns at once.</summary>
    public unsafe void Drain(Receiver receiver)
    {
        while (true)
        {
            nint got;
            fixed (byte* buffer = _buffer)
            {
                got = Libc.Read(_descriptor, buffer, (nuint)_buffer.Length);
            }

            if (got <= 0)
            {
                return;
            }

            // struct inotify_event { int wd; uint32_t mask; uint32_t cookie; uint32_t len; char name[]; }
            for (var rest = _buffer.AsSpan(0, (int)got); rest.Length >= HeaderSize;)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(rest);
                var mask = MemoryMarshal.Read<uint>(rest[4..]);
                var length = MemoryMarshal.Read<int>(rest[12..]);
                var name = rest.Slice(HeaderSize, length);
                rest = rest[(HeaderSize + length)..];
                Hand(receiver, watch, mask, name);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_descriptor);

    private void Hand(Receiver receiver, int watch, uint mask, ReadOnlySpan<byte> name)
    {
        const uint Ignored = 0x8000;
        if ((mask & Overflow) != 0)
        {
            receiver("", [], onlyContent: false);
            return;
        }

        if (!_directories.TryGetValue(watch, out var directory))
        {
            return;
        }

        if ((mask & Ignored) != 0)
        {
            // The directory is gone; one of that name that comes later is watched anew.
            _directories.Remove(watch);
            _watches.Remove(directory);
            receiver("", [], onlyContent: false);
            return;
        }

        var end = name.IndexOf((byte)0);
        var length = Encoding.UTF8.GetChars(end < 0 ? name : name[..end], _name);
        receiver(directory, _name.AsSpan(0, length), (mask & (MovedFrom | MovedTo | Create | Delete)) == 0);
    }
}
