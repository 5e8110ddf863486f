using System.Text;

namespace Exporters.Configuration;

/// <summary>The file that nodes come from, its report, and the environment for <c>${NAME}</c>.</summary>
internal sealed class ConfigSource(string file, ConfigReport report, Func<string, string?> environment)
{
    public string File { get; } = file;

    public ConfigReport Report { get; } = report;

    public string BaseDirectory { get; } = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    /// <summary>Replaces <c>${NAME}</c> and <c>${NAME:-default}</c>; <c>$${</c> stands for a literal <c>${</c>.</summary>
    public string Expand(string text, ConfigNode node)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var start and >= 0)
        {
            if (start > at && text[start - 1] == '$')
            {
                result.Append(text, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }

            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                node.Problem($"\"${{\" without \"}}\" in \"{text}\"; write $${{ for a literal one");
                return text;
            }

            result.Append(text, at, start - at).Append(Variable(text[(start + 2)..end], node));
            at = end + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private string Variable(string reference, ConfigNode node)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        if (environment(name) is { Length: > 0 } value)
        {
            return value;
        }

        if (split >= 0)
        {
            return reference[(split + 2)..];
        }

        node.Problem($"the environment has no variable {name}; set it, or give a default: ${{{name}:-…}}");
        return "";
    }
}
