using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>Leaves records out by level or pattern.</summary>
internal sealed class DropStep(DropConfig config) : IStep
{
    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        var level = Levels.Of(entry.Severity);
        if ((config.Below is { } below && (level < 0 || level >= below)) || (config.Levels.Count > 0 && !config.Levels.Contains(level)))
        {
            return null;
        }

        if (config.Pattern is { } pattern)
        {
            var text = config.Attribute is { } name ? Fields.Text(entry, name) : entry.Body;
            if (text is null || !pattern.IsMatch(text))
            {
                return null;
            }
        }

        return "filtered";
    }
}
