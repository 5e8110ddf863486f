namespace Exporters.Linux;

/// <summary>What a process may use, from <c>/proc/PID/limits</c>, proc_pid_limits(5). Any user may read it.</summary>
public static class ProcLimits
{
    /// <summary>
    /// How many files a process may have open: its soft limit now, which a program may have raised since it was started; -1 for
    /// no limit, null when the file cannot be read. <c>Max open files            1024                 524288               files</c>
    /// </summary>
    /// <param name="path">The file <c>/proc/PID/limits</c>.</param>
    /// <param name="unreadable">Told when the limit is neither, and null is the answer; null to have it thrown.</param>
    public static long? OpenFiles(string path, Action<ProcFormatException>? unreadable = null)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, path, unreadable); lines.NextLine(out var line);)
            {
                if (line.TrySkip("Max open files"u8))
                {
                    var field = line.Field();
                    return field.SequenceEqual("unlimited"u8) ? -1 : (long?)line.ParseUInt64(field);
                }
            }
        }

        return null;
    }
}
