using System.Text;

namespace Exporters.Metrics.Exposition;

/// <summary>The HELP and TYPE lines of a family in either format.</summary>
internal static class FamilyHeader
{
    private const string TotalSuffix = "_total";
    private const string InfoSuffix = "_info";

    /// <summary>Prometheus text 0.0.4: the family has the samples' name.</summary>
    public static byte[] Text(Family family)
    {
        var type = family.Type switch
        {
            MetricType.Counter => "counter",
            MetricType.Histogram => "histogram",
            MetricType.Summary => "summary",
            MetricType.Untyped => "untyped",
            _ => "gauge",
        };
        var help = family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"# HELP {family.Name} {help}\n# TYPE {family.Name} {type}\n");
    }

    /// <summary>
    /// OpenMetrics 1.0.0: a counter's family drops <c>_total</c>, an info's drops <c>_info</c>. Where the sample name would
    /// have to change to fit the type, the type gives way: the names must be those of the text format.
    /// </summary>
    public static byte[] OpenMetrics(Family family)
    {
        var (name, type) = family.Type switch
        {
            MetricType.Counter when HasSuffix(family.Name, TotalSuffix) => (family.Name[..^TotalSuffix.Length], "counter"),
            MetricType.Info when HasSuffix(family.Name, InfoSuffix) => (family.Name[..^InfoSuffix.Length], "info"),
            MetricType.Counter or MetricType.Untyped => (family.Name, "unknown"),
            MetricType.Histogram => (family.Name, "histogram"),
            MetricType.Summary => (family.Name, "summary"),
            _ => (family.Name, "gauge"),
        };
        var help = family.Help
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    private static bool HasSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);
}
