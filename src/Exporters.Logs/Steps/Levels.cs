using Exporters.Configuration;

namespace Exporters.Logs.Steps;

/// <summary>The six levels by which steps choose, each the range of four OTLP severity numbers that begins with it.</summary>
internal static class Levels
{
    private static readonly string[] Names = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>0 (trace) to 5 (fatal) of a severity number; -1 when the record tells no level.</summary>
    public static int Of(byte severity) => severity is 0 or > 24 ? -1 : (severity - 1) / 4;

    /// <summary>The name of <see cref="Of"/>'s number; <c>none</c> for -1.</summary>
    public static string Name(int level) => level < 0 ? "none" : Names[level];

    /// <summary>Reads a level's name; null, with a problem noted, when it is none.</summary>
    public static int? Read(ConfigNode node) => node.OneOf(Names) is { } name ? Array.IndexOf(Names, name) : null;
}
