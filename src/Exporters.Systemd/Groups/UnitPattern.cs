using System.Text;
using System.Text.RegularExpressions;
using Exporters.Configuration;

namespace Exporters.Systemd.Groups;

/// <summary>
/// A shell pattern for unit names, as <c>systemctl list-units</c> takes them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>. A
/// backslash is part of a name (<c>\x2d</c>) and escapes nothing.
/// </summary>
internal sealed class UnitPattern
{
    private readonly Regex? _regex;

    /// <summary>The pattern of this text.</summary>
    public UnitPattern(string text)
    {
        Text = text;
        if (text.AsSpan().IndexOfAny("*?[") >= 0)
        {
            _regex = Regexes.TryParse(Regexes.Anchor(Translate(text)), out var regex, out _) ? regex : new Regex("^" + Regex.Escape(text) + "$");
        }
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it is the name of one unit, which is expected to exist.</summary>
    public bool IsName => _regex is null;

    /// <summary>Whether the whole name matches.</summary>
    public bool Matches(string name) => _regex?.IsMatch(name) ?? string.Equals(Text, name, StringComparison.Ordinal);

    private static string Translate(string text)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var close = text[i] == '[' && i + 2 < text.Length ? text.IndexOf(']', i + 2) : -1;
            if (close > 0)
            {
                var set = text[(i + 1)..close];
                var inverted = set[0] is '!' or '^';
                pattern.Append(inverted ? "[^" : "[").Append((inverted ? set[1..] : set).Replace("\\", "\\\\").Replace("[", "\\[")).Append(']');
                i = close;
            }
            else
            {
                pattern.Append(text[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    var c => Regex.Escape(c.ToString()),
                });
            }
        }

        return pattern.ToString();
    }
}
