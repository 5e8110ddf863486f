using System.Text.RegularExpressions;

namespace Exporters.Tests.Deploy;

/// <summary>Which metrics a PromQL expression asks for, without evaluating it.</summary>
internal static partial class PromExpression
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan",
    };

    /// <summary>The names, without the suffixes that a histogram's samples have.</summary>
    public static IEnumerable<string> Names(string expression)
    {
        var text = Strings().Replace(expression, "\"\"");
        text = Matchers().Replace(text, " ");
        text = Ranges().Replace(text, " ");
        text = LabelLists().Replace(text, " ");
        return Identifiers().Matches(text)
            .Select(match => match.Value)
            .Where(name => !Keywords.Contains(name))
            .Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex LabelLists();

    /// <summary>No function (a parenthesis follows), no duration or number (a digit or dot is before it).</summary>
    [GeneratedRegex(@"(?<![\w:.$])[a-zA-Z_:][\w:]*(?![\w:]|\s*\()")]
    private static partial Regex Identifiers();
}
