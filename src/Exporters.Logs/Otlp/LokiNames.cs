using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Names of attributes that Loki can write. It makes an underscore of every character but ASCII letters and digits, and refuses the
/// record when nothing else is left: such names are written as the numbers of their characters, <c>名前</c> as <c>u540d_u524d</c>.
/// </summary>
internal static class LokiNames
{
    private const string Empty = "unnamed";

    /// <summary>Rewrites the names of a record that Loki would refuse; a record that was rewritten stays as it is.</summary>
    public static void Mend(LogEntry entry)
    {
        foreach (ref var attribute in CollectionsMarshal.AsSpan(entry.Attributes))
        {
            if (!IsWritable(attribute.Key))
            {
                attribute = new KeyValuePair<string, object?>(Of(attribute.Key), attribute.Value);
            }
        }
    }

    /// <summary>The name, or in its place one that Loki can write.</summary>
    public static string Of(string name)
    {
        if (IsWritable(name))
        {
            return name;
        }

        var text = new StringBuilder();
        foreach (var letter in name.EnumerateRunes())
        {
            text.Append(text.Length > 0 ? "_" : "").Append(CultureInfo.InvariantCulture, $"u{letter.Value:x4}");
        }

        return text.Length == 0 ? Empty : text.ToString();
    }

    private static bool IsWritable(string name)
    {
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                return true; // nearly always the first
            }
        }

        return false;
    }
}
