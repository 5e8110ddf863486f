using Exporters.Configuration;
using Exporters.Configuration.Patterns;

namespace Exporters.Logs.Steps;

/// <summary>Records to leave out: those for which everything that is given holds.</summary>
internal sealed record DropConfig
{
    /// <summary>Drops levels below this one, 0 (trace) to 5 (fatal); null for any. A record without a level is not below.</summary>
    public int? Below { get; init; }

    /// <summary>Drops these levels; empty for any.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>Drops what this finds; null for any text.</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>Where the pattern looks: the name of an attribute; null for the body.</summary>
    public string? Attribute { get; init; }

    /// <summary>Reads <c>drop</c>.</summary>
    public static DropConfig? Read(ConfigNode node)
    {
        var map = node.Map();
        var config = new DropConfig
        {
            Below = map.Get("below") is { } below ? Steps.Levels.Read(below) : null,
            Levels = [.. (map.Get("levels")?.Items() ?? []).Select(Steps.Levels.Read).OfType<int>()],
            Pattern = map.Get("pattern")?.Pattern(),
            Attribute = map.Get("attribute")?.Text(),
        };
        map.RejectUnknown();
        if (config is { Below: null, Levels.Count: 0, Pattern: null })
        {
            node.Problem("drops everything; give below, levels or pattern");
            return null;
        }

        if (config is { Attribute: not null, Pattern: null })
        {
            node.Problem("attribute needs a pattern that looks there");
        }

        return config;
    }
}
