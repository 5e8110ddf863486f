using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Exporters.Configuration;

/// <summary>
/// Regular expressions as the operator writes them, in Go's RE2 tongue as far as .NET shares it: invariant culture, ordinal, and
/// without backtracking where the pattern allows, so that matching is linear in the text's length.
/// </summary>
public static class Regexes
{
    /// <summary>Reads a pattern; <paramref name="error"/> says what is wrong with it and where.</summary>
    public static bool TryParse(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            // Go writes named groups (?P<name>…).
            var translated = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            try
            {
                regex = new Regex(translated, Options | RegexOptions.NonBacktracking);
            }
            catch (NotSupportedException)
            {
                regex = new Regex(translated, Options);
            }

            error = null;
            return true;
        }
        catch (RegexParseException e)
        {
            regex = null;
            error = $"not a regular expression at character {e.Offset + 1}: {e.Error} in \"{pattern}\"";
            return false;
        }
    }

    /// <summary>The same pattern, matching whole texts only: <c>^(?:…)$</c>.</summary>
    public static string Anchor(string pattern) => $"^(?:{pattern})$";
}
