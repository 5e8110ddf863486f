using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// <c>/proc/sys/fs/file-nr</c>, proc_sys_fs(5): allocated file handles, always 0, most that may be allocated.
/// <code>1024	0	1631329</code>
/// </summary>
/// <param name="Allocated">File handles in use.</param>
/// <param name="Maximum">Most file handles that may be in use.</param>
internal readonly record struct FileNr(double? Allocated, double? Maximum)
{
    /// <summary>Reads the three numbers; one that is missing or none is null, and reported.</summary>
    public static FileNr Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        new Utf8Cursor(text, source, unreadable).NextLine(out var line);
        var allocated = line.UInt64();
        line.SkipFields(1);
        return new FileNr(allocated, line.UInt64());
    }
}
