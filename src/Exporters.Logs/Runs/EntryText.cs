using System.Globalization;
using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Runs;

/// <summary>A record as <c>exporters logs --dry-run</c> shows it.</summary>
internal static class EntryText
{
    /// <summary>Some lines: what was read out of the line, and the labels under which Loki would keep it.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="format">The name of the format that the line was read by.</param>
    /// <param name="resource">Where it comes from.</param>
    /// <param name="names">What the receiver tells streams apart by.</param>
    public static string Describe(LogEntry entry, string format, LogResource resource, LokiLabels names)
    {
        var text = new StringBuilder();
        Line(text, "format", format);
        Line(text, "time", entry.TimestampTicks == 0
            ? "none in the line: the time of reading"
            : new DateTime(entry.TimestampTicks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        Line(text, "severity", entry.Severity == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{entry.SeverityText} ({entry.Severity})"));
        if (entry.TraceId != default)
        {
            Line(text, "trace", $"{entry.TraceId.ToHexString()} span {entry.SpanId.ToHexString()}");
        }

        Line(text, "body", entry.Body.Replace("\n", "\\n", StringComparison.Ordinal));
        foreach (var (name, value) in entry.Attributes)
        {
            Line(text, "attribute", string.Create(CultureInfo.InvariantCulture, $"{name} = {value}"));
        }

        Line(text, "labels", names.Of(resource));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(10)).Append(value).Append('\n');
}
