using System.IO.Enumeration;
using Exporters.Linux;

namespace Exporters.Host.Textfile;

/// <summary>Directories by pattern: <c>*</c> and <c>?</c> stand for characters of one name, <c>[abc]</c> and <c>[a-z]</c> for one character.</summary>
internal static class Glob
{
    /// <summary>Whether the path has any of them.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>The existing paths that match, in ordinal order.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        IEnumerable<string> found = [pattern.StartsWith('/') ? "/" : ""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = IsPattern(part)
                ? found.SelectMany(parent => SysFile.Names(parent.Length == 0 ? "." : parent)
                    .Where(name => Matches(part, name) && (name[0] != '.' || part[0] == '.')).Select(name => Join(parent, name)))
                : found.Select(parent => Join(parent, part)).Where(Path.Exists);
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether one name matches one part of a pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var open = pattern.IndexOf('[');
        if (open < 0)
        {
            return pattern.IsEmpty ? name.IsEmpty : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
        }

        // The set splits the pattern: try every character of the name that it may stand for.
        var close = open + 2 < pattern.Length ? pattern[(open + 2)..].IndexOf(']') + open + 2 : 0;
        if (close <= open + 1)
        {
            return pattern.SequenceEqual(name);
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (InSet(pattern[(open + 1)..close], name[i]) && Matches(pattern[..open], name[..i]) && Matches(pattern[(close + 1)..], name[(i + 1)..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        var isNegated = set[0] == '^';
        set = isNegated ? set[1..] : set;
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i])
            {
                return !isNegated;
            }

            i += isRange ? 2 : 0;
        }

        return isNegated;
    }

    private static string Join(string parent, string name) => parent.Length == 0 || parent.EndsWith('/') ? parent + name : $"{parent}/{name}";
}
