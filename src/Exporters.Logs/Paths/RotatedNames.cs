using Exporters.Linux;
using Exporters.Linux.Files;

namespace Exporters.Logs.Paths;

/// <summary>Under which names the content of a log file goes on when its own name gets a new one.</summary>
internal static class RotatedNames
{
    private const int MaxLists = 10;

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

    /// <summary>Whether a file may be one of a log by its name: the live one's, in whatever directory, or that of a rotated one of it.</summary>
    public static bool MayBeOf(string path, string logPath)
    {
        var name = Path.GetFileName(path.AsSpan());
        if (name.SequenceEqual(Path.GetFileName(logPath.AsSpan())) || IsRotationOf(name, Path.GetFileName(logPath.AsSpan())))
        {
            return true;
        }

        foreach (var livePath in LivePaths(logPath))
        {
            if (IsRotationOf(name, Path.GetFileName(livePath.AsSpan())))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a rotated file of a live one lies compressed beside it.</summary>
    public static bool HasCompressed(string livePath)
    {
        try
        {
            return Directory.EnumerateFiles(Path.GetDirectoryName(livePath) ?? "/", Path.GetFileName(livePath) + ".*").Any(static path => IsCompressed(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
    public static List<(string Path, FileStatus Status)> Beside(string livePath)
    {
        // Whoever shifts names while they are listed makes one appear twice and another not at all: until two lists are the same.
        var found = List(livePath, onlyRotated: true);
        for (var tries = 0; tries < MaxLists; tries++)
        {
            var again = List(livePath, onlyRotated: true);
            var isSame = again.Count == found.Count;
            for (var i = 0; isSame && i < again.Count; i++)
            {
                isSame = again[i].Path == found[i].Path && again[i].Status.Inode == found[i].Status.Inode;
            }

            if (isSame)
            {
                break;
            }

            found = again;
        }

        return found;
    }

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

    /// <summary>Where a file is now, in the directory where it was; null when it is no longer there.</summary>
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

        found.Sort(static (a, b) => a.Status.ModifiedTicks != b.Status.ModifiedTicks
            ? a.Status.ModifiedTicks.CompareTo(b.Status.ModifiedTicks)
            : ByName(Path.GetFileName(a.Path.AsSpan()), Path.GetFileName(b.Path.AsSpan())));
        return found;
    }

    /// <summary>
    /// Which of two rotated files is older when both were written in one tick of the file system's clock: the higher of two numbers
    /// (<c>.2</c> before <c>.1</c>), the earlier of two dates.
    /// </summary>
    internal static int ByName(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (numberOfA, numberOfB) = (Number(a), Number(b));
        return numberOfA >= 0 && numberOfB >= 0 ? numberOfB.CompareTo(numberOfA) : a.CompareTo(b, StringComparison.Ordinal);
    }

    // Up to four digits at the end; more are a date.
    private static int Number(ReadOnlySpan<char> name)
    {
        var digits = name[(name.LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return digits.Length is > 0 and <= 4 ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }
}
