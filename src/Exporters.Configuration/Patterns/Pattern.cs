using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Exporters.Configuration.Patterns;

/// <summary>
/// A regular expression of the operator, in the syntax of Go's package <c>regexp</c>. Every match ends in bounded time whatever the
/// text: in time linear in its length where the pattern allows it, else at a limit. A match that the limit ended is undecided, and
/// is counted.
/// </summary>
public sealed class Pattern
{
    /// <summary>How long a match that backtracks may take when the caller says nothing else.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMilliseconds(100);

    private readonly PatternForms _forms;
    private readonly PatternInput _input;
    private readonly PatternEngine _ascii;
    private PatternEngine? _any;
    private long _timeouts;

    private Pattern(string text, string place, PatternInput input, PatternForms forms)
    {
        Text = text;
        Place = place;
        _input = input;
        _forms = forms;
        _ascii = new PatternEngine(forms.Ascii, forms.IsAsciiLinear, input);
        _any = forms.Any == forms.Ascii ? _ascii : null;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Where it was written: a key of the configuration or a flag.</summary>
    public string Place { get; }

    /// <summary>Whether a limit rather than the engine bounds the time of a match.</summary>
    public bool IsLimited => !_forms.IsAsciiLinear;

    /// <summary>Matches that the limit ended.</summary>
    public long Timeouts => Volatile.Read(ref _timeouts);

    /// <summary>
    /// The names of the groups, null for one without; the first is the whole match, the others follow by their opening parentheses.
    /// </summary>
    public IReadOnlyList<string?> GroupNames => _forms.GroupNames;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="place">Where it was written: a key of the configuration or a flag.</param>
    /// <param name="input">What it will be matched with.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="error">What is wrong with it and where.</param>
    public static bool TryParse(
        string text, string place, PatternInput input, [NotNullWhen(true)] out Pattern? pattern, [NotNullWhen(false)] out string? error)
    {
        try
        {
            pattern = new Pattern(text, place, input, PatternReader.Translate(text));
            error = null;
            return true;
        }
        catch (PatternSyntaxException e)
        {
            pattern = null;
            error = $"not a regular expression at character {e.Position + 1}: {e.Message}, in \"{text}\"";
            return false;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // The engine has bounds of its own, for the size of a pattern say.
            pattern = null;
            error = $"not a regular expression that can be run: {e.Message}";
            return false;
        }
    }

    /// <summary>The same pattern, matching whole texts only.</summary>
    public static string Whole(string text) => $"^(?:{text})$";

    /// <summary>Whether the pattern matches anywhere in the text; false, too, when the default limit ended the match.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => Decide(text, DefaultLimit) == PatternVerdict.Yes;

    /// <summary>Whether the pattern matches anywhere in the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How long the match may take at most.</param>
    public PatternVerdict Decide(ReadOnlySpan<char> text, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        var engine = EngineFor(text);
        for (var regex = engine.Current; regex is not null; regex = engine.Next(regex, limit - Stopwatch.GetElapsedTime(start)))
        {
            try
            {
                return regex.IsMatch(text) ? PatternVerdict.Yes : PatternVerdict.No;
            }
            catch (RegexMatchTimeoutException)
            {
                // The engine knows what to try next.
            }
        }

        Interlocked.Increment(ref _timeouts);
        return PatternVerdict.Undecided;
    }

    /// <summary>The first match in a text with its groups.</summary>
    public PatternMatch Match(string text) => Match(text, DefaultLimit);

    /// <summary>The first match in a text with its groups.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How long the match may take at most.</param>
    public PatternMatch Match(string text, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        var engine = EngineFor(text);
        for (var regex = engine.Current; regex is not null; regex = engine.Next(regex, limit - Stopwatch.GetElapsedTime(start)))
        {
            try
            {
                var match = regex.Match(text);
                return new PatternMatch(this, match.Success ? PatternVerdict.Yes : PatternVerdict.No, match);
            }
            catch (RegexMatchTimeoutException)
            {
                // The engine knows what to try next.
            }
        }

        Interlocked.Increment(ref _timeouts);
        return new PatternMatch(this, PatternVerdict.Undecided, null);
    }

    /// <summary>
    /// The text with its matches replaced; the same string when there is none. Null when the default limit ended one of the matches.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="replacement">Gives what stands in place of a match.</param>
    public string? Replace(string text, Func<PatternMatch, string> replacement)
    {
        var start = Stopwatch.GetTimestamp();
        var engine = EngineFor(text);
        for (var regex = engine.Current; regex is not null; regex = engine.Next(regex, DefaultLimit - Stopwatch.GetElapsedTime(start)))
        {
            try
            {
                return regex.IsMatch(text) ? Replace(regex, text, replacement, start) : text;
            }
            catch (RegexMatchTimeoutException)
            {
                // The engine knows what to try next.
            }
        }

        Interlocked.Increment(ref _timeouts);
        return null;
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => Text;

    // Apart from the text without a match, for which nothing is allocated. The engine's limit holds for each match, this one for all.
    private string Replace(Regex regex, string text, Func<PatternMatch, string> replacement, long start) => regex.Replace(text, match =>
        Stopwatch.GetElapsedTime(start) < regex.MatchTimeout
            ? replacement(new PatternMatch(this, PatternVerdict.Yes, match))
            : throw new RegexMatchTimeoutException(text, Text, regex.MatchTimeout));

    private PatternEngine EngineFor(ReadOnlySpan<char> text) => _any is { } any && ReferenceEquals(any, _ascii) ? _ascii
        : Ascii.IsValid(text) ? _ascii
        : _any ??= new PatternEngine(_forms.Any, _forms.IsAnyLinear, _input);
}
