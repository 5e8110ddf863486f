using Exporters.Linux;
using Exporters.Linux.Files;

namespace Exporters.Logs.Tailing;

/// <summary>Under which names the content of a log file goes on when its own name gets a new one.</summary>
internal static class RotatedNames
{
    private static readonly string[] Compressed = [".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".Z"];

    /// <summary>Whether a name is that of a compressed file, which is never read: its lines were in a plain file before.</summary>
    public static bool IsCompressed(ReadOnlySpan<char> path)
    {
        foreach (var ending in Compressed)
        {
            if (path.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a file is a rotated one of a live one in the same directory: <c>app.log.1</c>, <c>app.log-20260101</c>, <c>app-2026.log</c>, <c>app.1.log</c>.</summary>
    public static bool IsRotationOf(ReadOnlySpan<char> name, ReadOnlySpan<char> live)
    {
        if (name.Length <= live.Length || IsCompressed(name))
        {
            return false;
        }

        if (name.StartsWith(live, StringComparison.Ordinal))
        {
            return name[live.Length] is '.' or '-' or '_' or '~';
        }

        var dot = live.LastIndexOf('.');
        return dot > 0
            && name.StartsWith(live[..dot], StringComparison.Ordinal)
            && name.EndsWith(live[dot..], StringComparison.Ordinal)
            && name[dot] is '.' or '-' or '_'
            && char.IsAsciiDigit(name[dot + 1]);
    }

    /// <summary>The live file that a rotated one may belong to, by its name alone; none when it does not look rotated.</summary>
    public static IEnumerable<string> LivePaths(string path)
    {
        var directory = Path.GetDirectoryName(path) ?? "/";
        var name = Path.GetFileName(path);
        for (var i = 1; i < name.Length; i++)
        {
            if (name[i] is '.' or '-' or '_' or '~')
            {
                yield return Path.Combine(directory, name[..i]);
                var extension = name.LastIndexOf('.');
                if (extension > i)
                {
                    yield return Path.Combine(directory, name[..i] + name[extension..]);
                }
            }
        }
    }

    /// <summary>The rotated files beside a live one, oldest first.</summary>
    public static List<(string Path, FileStatus Status)> Beside(string livePath) => List(livePath, onlyRotated: true);

    /// <summary>
    /// The rotated files beside a file, oldest first; then, as it may be a rotated one itself, those of the live file that it may
    /// belong to.
    /// </summary>
    public static IEnumerable<(string Path, FileStatus Status)> OfSameLog(string path)
    {
        foreach (var found in Beside(path))
        {
            yield return found;
        }

        foreach (var livePath in LivePaths(path))
        {
            foreach (var found in Beside(livePath))
            {
                yield return found;
            }
        }
    }

    /// <summary>Where the file with this inode is now, in the directory where it was; null when it is not there.</summary>
    public static string? Find(string formerPath, ulong device, ulong inode)
    {
        if (FileStatus.TryRead(formerPath, out var status) == Errno.None && status.Inode == inode && status.Device == device)
        {
            return formerPath;
        }

        foreach (var (path, found) in List(formerPath, onlyRotated: false))
        {
            if (found.Inode == inode && found.Device == device)
            {
                return path;
            }
        }

        return null;
    }

    private static List<(string Path, FileStatus Status)> List(string livePath, bool onlyRotated)
    {
        var found = new List<(string Path, FileStatus Status)>();
        var live = Path.GetFileName(livePath);
        try
        {
            foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(livePath) ?? "/"))
            {
                if ((!onlyRotated || IsRotationOf(Path.GetFileName(path.AsSpan()), live))
                    && FileStatus.TryRead(path, out var status) == Errno.None && status.IsRegular)
                {
                    found.Add((path, status));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that is gone or closed to us holds nothing that could be read.
            return [];
        }

        found.Sort(static (a, b) => a.Status.ModifiedTicks.CompareTo(b.Status.ModifiedTicks));
        return found;
    }
}
