namespace Exporters.Configuration.Patterns;

/// <summary>
/// Shell patterns for one name: <c>*</c> stands for any text, <c>?</c> for one character, <c>[a-z]</c> and <c>[!a-z]</c> or
/// <c>[^a-z]</c> for one of a set. A backslash stands for itself. The time is at most the product of both lengths.
/// </summary>
public static class Wildcard
{
    /// <summary>Whether a text has anything in it that stands for something else.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text) => text.IndexOfAny("*?[") >= 0;

    /// <summary>Whether the whole name is as the pattern says.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Only the last star has to be tried again: what it leaves open, no earlier one could close.
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out var length))
            {
                p += length;
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

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        var close = pattern[0] == '[' && pattern.Length > 2 ? pattern[2..].IndexOf(']') : -1;
        if (close < 0)
        {
            return pattern[0] == '?' || pattern[0] == c;
        }

        length = close + 3;
        var set = pattern[1..(close + 2)];
        var isNegated = set[0] is '!' or '^';
        return IsIn(isNegated ? set[1..] : set, c) != isNegated;
    }

    private static bool IsIn(ReadOnlySpan<char> set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i])
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }
}
