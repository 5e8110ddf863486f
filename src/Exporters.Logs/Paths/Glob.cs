using System.Text;
using Exporters.Configuration.Patterns;

namespace Exporters.Logs.Paths;

/// <summary>
/// A pattern of paths: <c>*</c> any characters but a slash, <c>?</c> one, <c>[a-z]</c> <c>[!a-z]</c> one of them, <c>{a,b}</c> either,
/// <c>**</c> any directories; a backslash before one of <c>* ? [ ] { } , \</c> takes it as it stands. A pattern without a slash is about
/// the name alone.
/// </summary>
internal sealed class Glob
{
    private const string Special = @"*?[]{},\";

    private readonly string[][] _patterns;
    private readonly bool _isName;

    public Glob(string pattern)
    {
        _isName = !pattern.Contains('/');
        _patterns = [.. Alternatives(pattern).Select(one => Unescape(one).Split('/', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>Whether a whole path, or for a pattern without a slash its name, matches.</summary>
    public bool IsMatch(string path)
    {
        foreach (var pattern in _patterns)
        {
            if (_isName ? Wildcard.Matches(pattern[0], Path.GetFileName(path.AsSpan())) : IsMatch(path.Split('/', StringSplitOptions.RemoveEmptyEntries), pattern))
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

    // As with the stars of a name, only the last ** has to be tried again.
    private static bool IsMatch(ReadOnlySpan<string> parts, ReadOnlySpan<string> pattern)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < parts.Length)
        {
            if (p < pattern.Length && pattern[p] == "**")
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && Wildcard.Matches(pattern[p], parts[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept("**") < 0;
    }

    private static void Expand(string directory, string[] pattern, int part, Action<string> file, Action<string> watch, Action<string> unreadable)
    {
        if (part >= pattern.Length)
        {
            return;
        }

        var isLast = part == pattern.Length - 1;
        var name = pattern[part];
        if (!Wildcard.IsPattern(name))
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
                if ((childName[0] != '.' || name[0] == '.') && Wildcard.Matches(name, childName))
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
        var open = Find(pattern, '{', 0);
        var close = open < 0 ? -1 : Find(pattern, '}', open);
        if (close < 0)
        {
            return [pattern];
        }

        var all = new List<string>();
        for (var at = open + 1; at <= close;)
        {
            var comma = Find(pattern[..close], ',', at);
            var end = comma < 0 ? close : comma;
            all.AddRange(Alternatives(string.Concat(pattern.AsSpan(0, open), pattern.AsSpan(at, end - at), pattern.AsSpan(close + 1))));
            at = end + 1;
        }

        return all;
    }

    /// <summary>Where a character stands that no backslash precedes; -1 when it does nowhere.</summary>
    private static int Find(string pattern, char c, int from)
    {
        for (var i = from; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length && Special.Contains(pattern[i + 1]))
            {
                i++;
            }
            else if (pattern[i] == c)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The pattern with sets of one character in place of those that a backslash takes as they stand.</summary>
    private static string Unescape(string pattern)
    {
        if (!pattern.Contains('\\'))
        {
            return pattern;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '\\' || i + 1 == pattern.Length || !Special.Contains(pattern[i + 1]))
            {
                plain.Append(pattern[i]);
                continue;
            }

            var c = pattern[++i];
            plain.Append(c is '*' or '?' or '[' ? $"[{c}]" : c.ToString());
        }

        return plain.ToString();
    }
}
