using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>One family of a text file, with its samples.</summary>
internal sealed class ExpositionFamily(string name)
{
    public string Name { get; } = name;

    /// <summary>Null until a TYPE line or, then untyped, a sample says it.</summary>
    public MetricType? Type { get; set; }

    /// <summary>Null when no HELP line gave one.</summary>
    public string? Help { get; set; }

    public List<ExpositionSample> Samples { get; } = [];
}
