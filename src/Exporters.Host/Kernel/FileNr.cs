using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// <c>/proc/sys/fs/file-nr</c>, proc_sys_fs(5): allocated file handles, always 0, most that may be allocated.
/// <code>1024	0	1631329</code>
/// </summary>
/// <param name="Allocated">File handles in use.</param>
/// <param name="Maximum">Most file handles that may be in use.</param>
internal readonly record struct FileNr(double Allocated, double Maximum)
{
    /// <summary>Reads the three numbers.</summary>
    /// <exception cref="ProcFormatException">One is missing or no number.</exception>
    public static FileNr Parse(ReadOnlySpan<byte> text, string source)
    {
        if (!new Utf8Cursor(text, source).NextLine(out var line))
        {
            throw new ProcFormatException(source, 0, text, "three numbers");
        }

        var allocated = line.UInt64();
        line.SkipFields(1);
        return new FileNr(allocated, line.UInt64());
    }
}
