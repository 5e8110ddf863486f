using Exporters.Logs.Parsing.Formats;

namespace Exporters.Logs.Parsing;

/// <summary>Makes the parser of a stream.</summary>
internal static class LineParsers
{
    /// <summary>A parser for one stream; cheap, because the tables are shared.</summary>
    public static ILineParser Create(FormatConfig config) =>
        config is { Format: LineFormat.Regex, Pattern: { } pattern }
            ? new RegexLine(pattern, config.TimeFormat, config.Zone)
            : new LineParser(config.Format, config.Zone);

    /// <summary>The name of the format by which a parser read its last line.</summary>
    public static string LastFormat(ILineParser parser) => parser switch
    {
        LineParser lines => lines.Last.Name(),
        RegexLine regex => regex.Last.Name(),
        _ => "",
    };
}
