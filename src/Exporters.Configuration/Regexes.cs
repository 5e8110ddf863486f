using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Exporters.Configuration;

/// <summary>
/// Regular expressions as the operator writes them, in Go's RE2 tongue as far as .NET shares it: invariant culture, ordinal.
/// Those that meet texts of strangers (log lines, bodies) match without backtracking where the pattern allows it, in time linear
/// in the text's length. Their tables take megabytes, so those that meet short names (devices, units) do without.
/// </summary>
public static class Regexes
{
    /// <summary>Reads a pattern; <paramref name="error"/> says what is wrong with it and where.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="regex">The expression.</param>
    /// <param name="error">What is wrong with the pattern.</param>
    /// <param name="linear">Whether it will meet long texts of strangers.</param>
    public static bool TryParse(
        string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error, bool linear = false)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            // Go writes named groups (?P<name>…).
            var translated = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            try
            {
                regex = new Regex(translated, linear ? Options | RegexOptions.NonBacktracking : Options);
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
