using System.Globalization;
using System.Text.RegularExpressions;

namespace Exporters.Configuration.Patterns;

/// <summary>The outcome of a match with its groups.</summary>
public readonly struct PatternMatch
{
    private readonly Pattern _pattern;
    private readonly Match? _match;

    internal PatternMatch(Pattern pattern, PatternVerdict verdict, Match? match)
    {
        _pattern = pattern;
        _match = match;
        Verdict = verdict;
    }

    /// <summary>Whether the pattern matched, did not, or ran out of time.</summary>
    public PatternVerdict Verdict { get; }

    /// <summary>Whether the pattern matched.</summary>
    public bool Success => Verdict == PatternVerdict.Yes;

    /// <summary>The group of a number, counted from the left by opening parentheses; 0 is the whole match.</summary>
    public PatternGroup Group(int number) => new(number >= 0 && number < _pattern.GroupNames.Count ? _match?.Groups[number] : null);

    /// <summary>
    /// The group of a name or of a number written out: of several with the name the first that took part; without success when there
    /// is none.
    /// </summary>
    public PatternGroup Group(string name)
    {
        for (var i = 1; i < _pattern.GroupNames.Count; i++)
        {
            if (_pattern.GroupNames[i] == name && Group(i) is { Success: true } group)
            {
                return group;
            }
        }

        return Group(int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
    }
}
