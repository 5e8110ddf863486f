using System.Globalization;
using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Runs;

/// <summary>A record as a line for people: <c>2026-12-01T14:03:12.120Z ERROR api: connection refused</c>.</summary>
internal static class PrintedLine
{
    private const string Reset = "\e[0m";

    /// <summary>Appends the line and its end. What would steer a terminal is shown as text, line ends within the body aside.</summary>
    /// <param name="line">Takes it.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="entry">The record.</param>
    /// <param name="withAttributes">Whether attributes follow, <c>name=value</c>.</param>
    /// <param name="colours">Whether the level has a colour.</param>
    public static void Append(StringBuilder line, string source, LogEntry entry, bool withAttributes, bool colours)
    {
        line.Append(new DateTime(entry.TimestampTicks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append(' ');
        var colour = colours ? Colour(entry.Severity) : null;
        line.Append(colour).Append(Level(entry.Severity).PadRight(5)).Append(colour is null ? null : Reset).Append(' ');
        AppendSafe(line, source, keepsLineEnds: false);
        line.Append(": ");
        AppendSafe(line, entry.Body, keepsLineEnds: true);
        foreach (var (name, value) in withAttributes ? entry.Attributes : [])
        {
            line.Append(' ');
            AppendSafe(line, name, keepsLineEnds: false);
            line.Append('=');
            AppendValue(line, string.Create(CultureInfo.InvariantCulture, $"{value}"));
        }

        line.Append('\n');
    }

    /// <summary>The name of the range that a severity number is in, https://opentelemetry.io/docs/specs/otel/logs/data-model/#severity-fields; a hyphen for none.</summary>
    private static string Level(byte severity) => severity switch
    {
        0 => "-",
        < 5 => "TRACE",
        < 9 => "DEBUG",
        < 13 => "INFO",
        < 17 => "WARN",
        < 21 => "ERROR",
        _ => "FATAL",
    };

    private static string? Colour(byte severity) => severity switch
    {
        0 => null,
        < 9 => "\e[2m",
        < 13 => "\e[32m",
        < 17 => "\e[33m",
        < 21 => "\e[31m",
        _ => "\e[1;31m",
    };

    private static void AppendValue(StringBuilder line, string value)
    {
        var quoted = value.Length == 0 || value.AsSpan().ContainsAny(" \"=");
        line.Append(quoted ? "\"" : "");
        AppendSafe(line, quoted ? value.Replace("\"", "\\\"", StringComparison.Ordinal) : value, keepsLineEnds: false);
        line.Append(quoted ? "\"" : "");
    }

    private static void AppendSafe(StringBuilder line, string text, bool keepsLineEnds)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && c != '\t' && !(c == '\n' && keepsLineEnds))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
            else
            {
                line.Append(c);
            }
        }
    }
}
