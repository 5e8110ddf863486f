using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>The reading half of sd-journal(3). All return a negative errno on failure.</summary>
internal static unsafe partial class LibSystemd
{
    /// <summary>Only files of this machine.</summary>
    public const int LocalOnly = 1;

    /// <summary>What <see cref="JournalProcess"/> says when files came or went.</summary>
    public const int Invalidate = 2;

    private const string Library = "libsystemd.so.0";

    /// <summary>sd_journal_open(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_open")]
    public static partial int JournalOpen(out nint journal, int flags);

    /// <summary>sd_journal_open_directory(3); the directory, or those below it that are named by a machine's id.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_open_directory", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int JournalOpenDirectory(out nint journal, string path, int flags);

    /// <summary>sd_journal_close(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_close")]
    public static partial void JournalClose(nint journal);

    /// <summary>sd_journal_get_fd(3): begins to listen for files that come and go.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_get_fd")]
    public static partial int JournalDescriptor(nint journal);

    /// <summary>sd_journal_process(3): takes notice of files that came or went; never waits.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_process")]
    public static partial int JournalProcess(nint journal);

    /// <summary>sd_journal_set_data_threshold(3): fields are cut at about so many bytes.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_set_data_threshold")]
    public static partial int JournalSetThreshold(nint journal, nuint bytes);

    /// <summary>sd_journal_seek_head(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_seek_head")]
    public static partial int JournalSeekHead(nint journal);

    /// <summary>sd_journal_seek_tail(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_seek_tail")]
    public static partial int JournalSeekTail(nint journal);

    /// <summary>sd_journal_seek_cursor(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_seek_cursor", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int JournalSeekCursor(nint journal, string cursor);

    /// <summary>sd_journal_next(3): 1 when there is one, 0 at the end.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_next")]
    public static partial int JournalNext(nint journal);

    /// <summary>sd_journal_previous(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_previous")]
    public static partial int JournalPrevious(nint journal);

    /// <summary>sd_journal_get_cursor(3); to be freed.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_get_cursor")]
    public static partial int JournalCursor(nint journal, out byte* cursor);

    /// <summary>sd_journal_restart_data(3).</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_restart_data")]
    public static partial void JournalRestartData(nint journal);

    /// <summary>sd_journal_enumerate_data(3): <c>NAME=value</c>, valid until the next call; 0 after the last.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_enumerate_data")]
    public static partial int JournalEnumerate(nint journal, out byte* data, out nuint length);

    /// <summary>As <see cref="JournalEnumerate"/>, without the fields that this build of the library cannot unpack; since systemd 246.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_enumerate_available_data")]
    public static partial int JournalEnumerateAvailable(nint journal, out byte* data, out nuint length);

    /// <summary>sd_journal_get_data(3): one field by name.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_get_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int JournalData(nint journal, string field, out byte* data, out nuint length);
}
