using Exporters.Configuration;
using Exporters.Configuration.Patterns;

namespace Exporters.Logs.Steps;

/// <summary>What is made unreadable in bodies and text attributes.</summary>
internal sealed record RedactConfig
{
    private static readonly string[] All = ["bearer", "url_password", "card", "email"];

    /// <summary>Shipped ones: <c>bearer</c>, <c>url_password</c>, <c>card</c>, <c>email</c>; default all.</summary>
    public IReadOnlyList<string> Builtin { get; init; } = All;

    /// <summary>Own patterns; of one with a group the group is replaced, of one without the whole match.</summary>
    public IReadOnlyList<Pattern> Patterns { get; init; } = [];

    /// <summary>What stands there instead; default <c>[redacted]</c>.</summary>
    public string Replacement { get; init; } = "[redacted]";

    /// <summary>Reads <c>redact</c>; null gives the defaults.</summary>
    public static RedactConfig Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new RedactConfig();
        }

        var map = node.Map();
        var config = new RedactConfig
        {
            Builtin = map.Get("builtin") is { } builtin ? [.. builtin.Items().Select(item => item.OneOf(All)).OfType<string>()] : All,
            Patterns = [.. (map.Get("patterns")?.Items() ?? []).Select(item => item.Pattern()).OfType<Pattern>()],
            Replacement = map.Get("replacement")?.Text() ?? "[redacted]",
        };
        map.RejectUnknown();
        return config;
    }
}
