namespace Exporters.Linux;

/// <summary>When the machine was started: <c>btime 1795252145</c> in <c>/proc/stat</c>, proc_stat(5).</summary>
public static class BootTime
{
    /// <summary>Seconds since 1970; null where the file cannot be read, or has no such line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreadable">Told of a line that is no number.</param>
    public static ulong? ReadSeconds(string path, Action<ProcFormatException> unreadable)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, path, unreadable); lines.NextLine(out var line);)
            {
                if (line.TrySkip("btime "u8))
                {
                    return line.UInt64();
                }
            }

            return null;
        }
    }
}
