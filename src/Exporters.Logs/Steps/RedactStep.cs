using Exporters.Configuration.Patterns;
using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>Makes secrets unreadable in the body and in attributes that are texts. A text without any stays the same string.</summary>
internal sealed class RedactStep : IStep
{
    private readonly Func<string, string, string>[] _builtin;
    private readonly Pattern[] _patterns;
    private readonly string _replacement;
    private readonly Func<PatternMatch, string> _evaluator;

    public RedactStep(RedactConfig config)
    {
        _builtin = [.. config.Builtin.Select(Shipped)];
        _patterns = [.. config.Patterns];
        _replacement = config.Replacement;
        _evaluator = Replace;
    }

    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        entry.Body = Redact(entry.Body);
        for (var i = 0; i < entry.Attributes.Count; i++)
        {
            var (name, value) = entry.Attributes[i];
            if (value is string text && Redact(text) is var redacted && !ReferenceEquals(redacted, text))
            {
                entry.Attributes[i] = new KeyValuePair<string, object?>(name, redacted);
            }
        }

        return null;
    }

    private string Redact(string text)
    {
        foreach (var redact in _builtin)
        {
            text = redact(text, _replacement);
        }

        foreach (var pattern in _patterns)
        {
            // Where the time was up, nobody knows what is in the text: all of it goes.
            text = pattern.Replace(text, _evaluator) ?? _replacement;
        }

        return text;
    }

    private string Replace(PatternMatch match)
    {
        if (match.Group(1) is not { Success: true } group)
        {
            return _replacement;
        }

        var whole = match.Group(0);
        var at = group.Index - whole.Index;
        return string.Concat(whole.Span[..at], _replacement, whole.Span[(at + group.Span.Length)..]);
    }

    private static Func<string, string, string> Shipped(string name) => name switch
    {
        "bearer" => Secrets.Bearer,
        "url_password" => Secrets.UrlPassword,
        "card" => Secrets.Card,
        "email" => Secrets.Email,
        _ => throw new ArgumentException($"BUG: no shipped pattern {name}", nameof(name)),
    };
}
