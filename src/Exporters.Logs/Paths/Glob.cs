namespace Exporters.Logs.Paths;

/// <summary>
/// A pattern of paths: <c>*</c> any characters but a slash, <c>?</c> one, <c>[a-z]</c> <c>[!a-z]</c> one of them, <c>{a,b}</c> either,
/// <c>**</c> any directories. A pattern without a slash is about the name alone.
/// </summary>
internal sealed class Glob
{
    private readonly string[][] _patterns;
    private readonly bool _isName;

    public Glob(string pattern)
    {
        _isName = !pattern.Contains('/');
        _patterns = [.. Alternatives(pattern).Select(one => one.Split('/', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>Whether a whole path, or for a pattern without a slash its name, matches.</summary>
    public bool IsMatch(string path)
    {
        foreach (var pattern in _patterns)
        {
            if (_isName ? IsMatch(Path.GetFileName(path.AsSpan()), pattern[0]) : IsMatch(path.Split('/', StringSplitOptions.RemoveEmptyEntries), pattern))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands over the files that match, the directories in which files that match may come, and those that may not be listed.</summary>
    public void Expand(Action<string> file, Action<string> directory, Action<string> unreadable)
    {
        foreach (var pattern in _patterns)
        {
            Expand("/", pattern, 0, file, directory, unreadable);
        }
    }

    /// <summary>Whether a name matches one part of a pattern.</summary>
    internal static bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                var rest = pattern.TrimStart('*');
                for (var skip = 0; skip <= name.Length; skip++)
                {
                    if (IsMatch(name[skip..], rest))
                    {
                        return true;
                    }
                }

                return false;
            }

            if (name.IsEmpty)
            {
                return false;
            }

            var end = pattern[0] == '[' ? pattern.IndexOf(']') : -1;
            if (end > 1)
            {
                if (!IsOneOf(name[0], pattern[1..end]))
                {
                    return false;
                }

                pattern = pattern[(end + 1)..];
            }
            else
            {
                if (pattern[0] != '?' && pattern[0] != name[0])
                {
                    return false;
                }

                pattern = pattern[1..];
            }

            name = name[1..];
        }

        return name.IsEmpty;
    }

    private static bool IsOneOf(char c, ReadOnlySpan<char> set)
    {
        var negated = set[0] is '!' or '^';
        set = negated ? set[1..] : set;
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i])
            {
                return !negated;
            }

            i += isRange ? 2 : 0;
        }

        return negated;
    }

    private static bool IsMatch(ReadOnlySpan<string> parts, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty)
        {
            return parts.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            for (var skip = 0; skip <= parts.Length; skip++)
            {
                if (IsMatch(parts[skip..], pattern[1..]))
                {
                    return true;
                }
            }

            return false;
        }

        return !parts.IsEmpty && IsMatch(parts[0], pattern[0]) && IsMatch(parts[1..], pattern[1..]);
    }

    private static void Expand(string directory, string[] pattern, int part, Action<string> file, Action<string> watch, Action<string> unreadable)
    {
        if (part >= pattern.Length)
        {
            return;
        }

        var isLast = part == pattern.Length - 1;
        var name = pattern[part];
        if (name.AsSpan().IndexOfAny("*?[") < 0)
        {
            var path = Path.Combine(directory, name);
            if (!isLast)
            {
                Expand(path, pattern, part + 1, file, watch, unreadable);
                return;
            }

            watch(directory);
            if (File.Exists(path))
            {
                file(path);
            }

            return;
        }

        try
        {
            if (name == "**")
            {
                Expand(directory, pattern, part + 1, file, watch, unreadable);
                foreach (var child in Directory.EnumerateDirectories(directory))
                {
                    if (new DirectoryInfo(child).LinkTarget is null)
                    {
                        Expand(child, pattern, part, file, watch, unreadable);
                    }
                }

                return;
            }

            if (!Directory.Exists(directory))
            {
                return;
            }

            watch(directory);
            foreach (var child in isLast ? Directory.EnumerateFiles(directory) : Directory.EnumerateDirectories(directory))
            {
                var childName = Path.GetFileName(child.AsSpan());
                if ((childName[0] != '.' || name[0] == '.') && IsMatch(childName, name))
                {
                    if (isLast)
                    {
                        file(child);
                    }
                    else
                    {
                        Expand(child, pattern, part + 1, file, watch, unreadable);
                    }
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            unreadable(directory);
        }
        catch (IOException)
        {
            // It went away between its listing and ours.
        }
    }

    private static List<string> Alternatives(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        if (close < 0)
        {
            return [pattern];
        }

        var all = new List<string>();
        foreach (var choice in pattern[(open + 1)..close].Split(','))
        {
            all.AddRange(Alternatives(pattern[..open] + choice + pattern[(close + 1)..]));
        }

        return all;
    }
}
