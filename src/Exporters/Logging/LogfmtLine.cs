using System.Globalization;
using System.Text;

namespace Exporters.Logging;

/// <summary><c>time=2026-01-02T03:04:05.678Z level=info source=serve msg="listening" address=127.0.0.1:9200</c>.</summary>
internal static class LogfmtLine
{
    public static void Append(
        StringBuilder line, DateTimeOffset time, LogLevel level, string source, string message,
        IReadOnlyList<KeyValuePair<string, object?>>? fields, Exception? exception)
    {
        line.Append(CultureInfo.InvariantCulture, $"time={time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} level={LevelName.Of(level)} source={source} msg=");
        Value(line, message);
        foreach (var (key, value) in fields ?? [])
        {
            if (key != "{OriginalFormat}")
            {
                line.Append(' ').Append(char.ToLowerInvariant(key[0])).Append(key, 1, key.Length - 1).Append('=');
                Value(line, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }
        }

        if (exception is not null)
        {
            line.Append(" error=");
            Value(line, exception.ToString());
        }
    }

    private static void Value(StringBuilder line, string text)
    {
        if (text.Length > 0 && !text.AsSpan().ContainsAny(" \"=\n\r\t\\"))
        {
            line.Append(text);
            return;
        }

        line.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ => line.Append(c),
            };
        }

        line.Append('"');
    }
}
