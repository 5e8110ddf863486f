using System.Text.RegularExpressions;

namespace Exporters.Configuration.Patterns;

/// <summary>
/// One form of a pattern on .NET's engine. A match that takes too long is tried again in a better way where there is one: in linear
/// time, or with the time that the caller has.
/// </summary>
internal sealed class PatternEngine
{
    private const int CautiousMatches = 1000;

    // The engine's clock moves every 4 ms; a thread may also wait for a processor for some.
    private static readonly TimeSpan ShortLimit = TimeSpan.FromMilliseconds(10);

    // In linear time the text's length is the bound; the first match also makes tables.
    private static readonly TimeSpan LinearLimit = TimeSpan.FromSeconds(1);

    private readonly string _translated;
    private readonly bool _isLinear;
    private volatile Regex _regex;
    private Regex? _short;
    private int _caution;

    public PatternEngine(string translated, bool isLinear, PatternInput input)
    {
        _translated = translated;
        _isLinear = isLinear;
        _regex = Build(isLinear && input == PatternInput.Text);
    }

    /// <summary>What to match with, first of all. After a match that took too long the next ones have less time.</summary>
    public Regex Current
    {
        get
        {
            if (_caution <= 0)
            {
                return _regex;
            }

            _caution--;
            return _short ??= IsLinear(_regex) ? _regex : Build(isLinear: false, ShortLimit);
        }
    }

    /// <summary>What to try after a match that took too long; null when there is nothing more to try.</summary>
    /// <param name="failed">What took too long.</param>
    /// <param name="left">The caller's time that is left.</param>
    public Regex? Next(Regex failed, TimeSpan left)
    {
        if (_isLinear && !IsLinear(failed))
        {
            _regex = Build(isLinear: true);
            _short = null;
            _caution = 0;
            return _regex;
        }

        if (left > failed.MatchTimeout)
        {
            return Build(IsLinear(failed), left);
        }

        _caution = CautiousMatches;
        return null;
    }

    private static bool IsLinear(Regex regex) => regex.Options.HasFlag(RegexOptions.NonBacktracking);

    private Regex Build(bool isLinear) => Build(isLinear, isLinear ? LinearLimit : Pattern.DefaultLimit);

    private Regex Build(bool isLinear, TimeSpan limit) =>
        new(_translated, RegexOptions.CultureInvariant | (isLinear ? RegexOptions.NonBacktracking : RegexOptions.None), limit);
}
