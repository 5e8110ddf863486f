using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Journal;

/// <summary>
/// The journal, opened for reading through libsystemd, which knows the file format, its locks and its compressions. Stands on one
/// entry at a time. To be used by one caller at a time; no call waits for anything but the disk.
/// </summary>
public sealed unsafe class SystemJournal : IDisposable
{
    private const int NotSupported = -93;
    private const int NoEntry = -2;
    private const int NotPermitted = -1;
    private const int AccessDenied = -13;

    private static bool s_lacksAvailable;

    private readonly string _name;
    private nint _handle;

    private SystemJournal(nint handle, string name)
    {
        _handle = handle;
        _name = name;
    }

    /// <summary>
    /// Whether files that come later are noticed. Without (the kernel has no queue left, <c>fs.inotify.max_user_instances</c>) they
    /// are seen once the journal is opened again.
    /// </summary>
    public bool HasNotices { get; private set; }

    /// <summary>Opens it, before its first entry.</summary>
    /// <param name="directory">A directory of journal files, or of directories named by machine ids; null for this machine's own.</param>
    /// <param name="longestField">Fields are cut at about so many bytes.</param>
    /// <exception cref="JournalException">libsystemd or the directory is not there, or must not be read.</exception>
    public static SystemJournal Open(string? directory, int longestField)
    {
        var name = directory ?? "the journal";
        try
        {
            Check(
                directory is null ? LibSystemd.JournalOpen(out var handle, LibSystemd.LocalOnly) : LibSystemd.JournalOpenDirectory(out handle, directory, 0),
                name,
                "opened");
            var journal = new SystemJournal(handle, name);
            _ = LibSystemd.JournalSetThreshold(handle, (nuint)longestField);
            journal.HasNotices = LibSystemd.JournalDescriptor(handle) >= 0;
            return journal;
        }
        catch (DllNotFoundException e)
        {
            throw new JournalException("library", "libsystemd.so.0 is not installed, without which the journal cannot be read: apt-get install libsystemd0", e);
        }
    }

    /// <summary>Goes before the first entry.</summary>
    public void SeekFirst() => Check(LibSystemd.JournalSeekHead(_handle), _name, "searched");

    /// <summary>Goes to the last entry; false when there is none.</summary>
    public bool SeekLast()
    {
        Check(LibSystemd.JournalSeekTail(_handle), _name, "searched");
        return Check(LibSystemd.JournalPrevious(_handle), _name, "read") > 0;
    }

    /// <summary>Goes before an entry; when that is gone, before the one closest to it.</summary>
    public void Seek(in JournalPlace place) => Check(LibSystemd.JournalSeekCursor(_handle, place.ToCursor()), _name, "searched");

    /// <summary>Goes to the next entry; false when there is none now.</summary>
    public bool Next() => Check(LibSystemd.JournalNext(_handle), _name, "read") > 0;

    /// <summary>Takes notice of files that came or went since the last call; true when some did.</summary>
    public bool NoticeFiles() => LibSystemd.JournalProcess(_handle) == LibSystemd.Invalidate;

    /// <summary>Where the entry is.</summary>
    public JournalPlace Place()
    {
        Check(LibSystemd.JournalCursor(_handle, out var text), _name, "read");
        var isPlace = JournalPlace.TryParse(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text), out var place);
        NativeMemory.Free(text);
        return isPlace ? place : throw new JournalException("io", $"{_name}: expected a cursor such as s=…;i=…;t=…, got another");
    }

    /// <summary>Begins with the entry's first field.</summary>
    public void RestartFields() => LibSystemd.JournalRestartData(_handle);

    /// <summary>The entry's next field, <c>NAME=value</c>, valid until the next call; false after the last.</summary>
    public bool NextField(out ReadOnlySpan<byte> field)
    {
        byte* data;
        nuint length;
        int result;
        if (s_lacksAvailable)
        {
            result = LibSystemd.JournalEnumerate(_handle, out data, out length);
        }
        else
        {
            try
            {
                result = LibSystemd.JournalEnumerateAvailable(_handle, out data, out length);
            }
            catch (EntryPointNotFoundException)
            {
                s_lacksAvailable = true;
                return NextField(out field);
            }
        }

        field = result > 0 ? new ReadOnlySpan<byte>(data, (int)length) : default;
        return result > 0;
    }

    /// <summary>Whether the entry has a field that this machine's libsystemd cannot unpack.</summary>
    public bool CannotUnpack(string field) => LibSystemd.JournalData(_handle, field, out _, out _) == NotSupported;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
        {
            LibSystemd.JournalClose(_handle);
            _handle = 0;
        }
    }

    private static int Check(int result, string name, string done) => result >= 0
        ? result
        : throw new JournalException(
            result switch { NoEntry => "absent", AccessDenied or NotPermitted => "denied", _ => "io" },
            $"{name} cannot be {done}: {Marshal.GetPInvokeErrorMessage(-result)}");
}
