using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Exporters.Logging;

/// <summary><c>{"time":"…","level":"info","source":"serve","msg":"listening","address":"127.0.0.1:9200"}</c>.</summary>
internal static class JsonLine
{
    public static void Append(
        StringBuilder line, DateTimeOffset time, LogLevel level, string source, string message,
        IReadOnlyList<KeyValuePair<string, object?>>? fields, Exception? exception)
    {
        line.Append('{');
        Field(line, "time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        Field(line, "level", LevelName.Of(level));
        Field(line, "source", source);
        Field(line, "msg", message);
        foreach (var (key, value) in fields ?? [])
        {
            if (key != "{OriginalFormat}")
            {
                Field(line, char.ToLowerInvariant(key[0]) + key[1..], Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }
        }

        if (exception is not null)
        {
            Field(line, "error", exception.ToString());
        }

        line.Append('}');
    }

    private static void Field(StringBuilder line, string name, string value)
    {
        if (line[^1] != '{')
        {
            line.Append(',');
        }

        line.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(name))
            .Append("\":\"").Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)).Append('"');
    }
}
