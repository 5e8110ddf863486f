using Exporters.Linux;

namespace Exporters.Containers;

/// <summary>When the machine was started: <c>btime 1795252145</c> in <c>/proc/stat</c>, proc_stat(5).</summary>
internal static class BootTime
{
    /// <summary>The time; 1970 where it cannot be read.</summary>
    public static DateTimeOffset Read(HostPaths paths)
    {
        var path = paths.Proc("stat");
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return DateTimeOffset.UnixEpoch;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, path, unreadable: static _ => { }); lines.NextLine(out var line);)
            {
                if (line.TrySkip("btime"u8))
                {
                    return line.UInt64() is { } seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : DateTimeOffset.UnixEpoch;
                }
            }
        }

        return DateTimeOffset.UnixEpoch;
    }
}
