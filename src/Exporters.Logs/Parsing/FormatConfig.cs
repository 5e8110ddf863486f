using Exporters.Configuration;
using Exporters.Configuration.Patterns;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing;

/// <summary>
/// How a source's lines are read: <c>format: auto</c>, another name of <see cref="LineFormats"/>, or a mapping with
/// <c>regex</c> or <c>name</c>, <c>time_format</c> and <c>timezone</c>.
/// </summary>
internal sealed record FormatConfig
{
    /// <summary>The format; default <see cref="LineFormat.Auto"/>.</summary>
    public LineFormat Format { get; init; } = LineFormat.Auto;

    /// <summary>With <see cref="LineFormat.Regex"/>: the pattern, whose named groups become fields.</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>With <see cref="LineFormat.Regex"/>: how the group <c>time</c> is written; null for any form that is recognised.</summary>
    public TimePattern? TimeFormat { get; init; }

    /// <summary>The zone of times that name none; default the machine's.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Reads the value of <c>format</c>.</summary>
    public static FormatConfig Read(ConfigNode? node, ConfigReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (node is null)
        {
            return new FormatConfig();
        }

        if (node.IsScalar)
        {
            return Named(node, new FormatConfig());
        }

        var config = new FormatConfig();
        var map = node.Map();
        var name = map.Get("name");
        var pattern = map.Get("regex");
        if (map.Get("timezone") is { } zone && zone.Text() is { } id)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found))
            {
                config = config with { Zone = found };
            }
            else
            {
                zone.Problem($"must be a time zone of this machine such as UTC or Europe/Berlin, got \"{id}\"");
            }
        }

        if (map.Get("time_format") is { } timeFormat && timeFormat.Text() is { } text)
        {
            if (!TimePattern.TryParse(text, out var parsed, out var error))
            {
                timeFormat.Problem(error);
            }
            else if (pattern is null)
            {
                timeFormat.Problem("belongs to a regex with a group named time; the other formats know how their times are written");
            }

            config = config with { TimeFormat = parsed };
        }

        if (pattern is not null)
        {
            if (name is not null)
            {
                name.Problem("a name and a regex exclude each other; keep one");
            }

            config = config with { Format = LineFormat.Regex, Pattern = pattern.Pattern() };
            if (config.Pattern is { } regex && !RegexLine.HasNames(regex))
            {
                pattern.Problem("has no named group; write (?<message>…) around what should become the body");
            }
        }
        else if (name is not null)
        {
            config = Named(name, config);
        }

        map.RejectUnknown();
        return config;
    }

    private static FormatConfig Named(ConfigNode node, FormatConfig config)
    {
        var name = node.OneOf(LineFormats.Configurable);
        if (name == "regex")
        {
            node.Problem("needs its pattern: format: { regex: '^(?<time>\\S+) (?<level>\\w+) (?<message>.*)$' }");
            return config;
        }

        return name is null ? config : config with { Format = LineFormats.Parse(name) };
    }
}
