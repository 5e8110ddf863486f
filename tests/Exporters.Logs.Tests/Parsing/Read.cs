using System.Globalization;
using System.Text;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Parsing;

/// <summary>Lines to entries and back to one text that a test can show.</summary>
internal static class Read
{
    /// <summary>All lines are read at this moment.</summary>
    public static readonly DateTime At = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);

    public static LogEntry Line(string line, LineFormat format = LineFormat.Auto, TimeZoneInfo? zone = null) =>
        With(new LineParser(format, zone ?? TimeZoneInfo.Utc), line);

    public static LogEntry With(ILineParser parser, string line)
    {
        var entry = new LogEntry();
        parser.Parse(Encoding.UTF8.GetBytes(line), At.Ticks, entry);
        return entry;
    }

    /// <summary>"2026-11-21T09:50:00.0000000Z | info=9 | body | name=value; …", a dash for what is absent.</summary>
    public static string Text(LogEntry entry)
    {
        var attributes = string.Join("; ", entry.Attributes.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}")));
        return string.Join(
            " | ",
            entry.TimestampTicks == 0 ? "-" : new DateTime(entry.TimestampTicks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
            entry.Severity == 0 ? "-" : $"{entry.SeverityText}={entry.Severity}",
            entry.Body,
            attributes.Length == 0 ? "-" : attributes);
    }

    public static string Format(string line)
    {
        var parser = new LineParser(LineFormat.Auto, TimeZoneInfo.Utc);
        parser.Parse(Encoding.UTF8.GetBytes(line), At.Ticks, new LogEntry());
        return parser.Last.Name();
    }
}
