using System.Globalization;
using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>A record's values by name: its attributes, and <c>level</c>.</summary>
internal static class Fields
{
    /// <summary>The value as text; null when the record has none of this name.</summary>
    public static string? Text(LogEntry entry, string name) =>
        Find(entry, name) switch
        {
            null => name == "level" && entry.Severity > 0 ? Levels.Name(Levels.Of(entry.Severity)) : null,
            string text => text,
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    /// <summary>The value as a number; null when there is none, or it is no finite number.</summary>
    public static double? Number(LogEntry entry, string name) => Find(entry, name) switch
    {
        long whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static object? Find(LogEntry entry, string name)
    {
        foreach (var attribute in entry.Attributes)
        {
            if (attribute.Key == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }
}
