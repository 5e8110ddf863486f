using System.Text.RegularExpressions;
using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>Makes secrets unreadable in the body and in attributes that are texts. A text without any stays the same string.</summary>
internal sealed class RedactStep : IStep
{
    private readonly Func<string, string, string>[] _builtin;
    private readonly Regex[] _patterns;
    private readonly string _replacement;
    private readonly MatchEvaluator _evaluator;

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
            text = pattern.Replace(text, _evaluator);
        }

        return text;
    }

    private string Replace(Match match)
    {
        if (match.Groups.Count == 1 || !match.Groups[1].Success)
        {
            return _replacement;
        }

        var group = match.Groups[1];
        var at = group.Index - match.Index;
        return string.Concat(match.ValueSpan[..at], _replacement, match.ValueSpan[(at + group.Length)..]);
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
