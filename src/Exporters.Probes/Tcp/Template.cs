using System.Text;
using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Tcp;

/// <summary>Texts with groups of a match in them, in the manner of Go's <c>Regexp.Expand</c>: <c>$1</c>, <c>${name}</c>, <c>$$</c>.</summary>
internal static class Template
{
    /// <summary>The text with its groups; one that does not exist or did not match is empty.</summary>
    public static string Expand(string template, PatternMatch match)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length;)
        {
            if (template[i] != '$' || i + 1 == template.Length)
            {
                text.Append(template[i++]);
                continue;
            }

            if (template[i + 1] == '$')
            {
                text.Append('$');
                i += 2;
                continue;
            }

            var isBraced = template[i + 1] == '{';
            var start = i + (isBraced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end == start || (isBraced && (end == template.Length || template[end] != '}')))
            {
                text.Append(template[i++]);
                continue;
            }

            text.Append(match.Group(template[start..end]).Span);
            i = end + (isBraced ? 1 : 0);
        }

        return text.ToString();
    }
}
