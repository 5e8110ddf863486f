using System.Text;
using Exporters.Metrics.Exposition;

namespace Exporters.Metrics;

/// <summary>
/// Name, type, help and label names of one metric family. Made once, kept in a static field; everything that the page
/// needs of it is encoded here, so that writing a sample copies bytes.
/// </summary>
public sealed class Family
{
    private Family(MetricType type, string name, string help, string[] labelNames, string? origin = null)
    {
        if (!Names.IsMetricName(name))
        {
            throw new ArgumentException($"not a metric name: \"{name}\"", nameof(name));
        }

        foreach (var label in labelNames)
        {
            if (!Names.IsLabelName(label))
            {
                throw new ArgumentException($"not a label name: \"{label}\" in {name}", nameof(labelNames));
            }
        }

        Type = type;
        Name = name;
        Help = help;
        LabelNames = labelNames;
        Origin = origin;
        NameUtf8 = Encoding.UTF8.GetBytes(name);
        LabelNamesUtf8 = Array.ConvertAll(labelNames, Encoding.UTF8.GetBytes);
        TextHeader = FamilyHeader.Text(this);
        OpenMetricsHeader = FamilyHeader.OpenMetrics(this);
    }

    /// <summary>What the family measures.</summary>
    public MetricType Type { get; }

    /// <summary>The name as it stands on the page, a counter's <c>_total</c> included.</summary>
    public string Name { get; }

    /// <summary>One sentence for the HELP line, with the unit.</summary>
    public string Help { get; }

    /// <summary>Label names in the order in which values are given to the writer.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>
    /// Who chose the name, when that was not this program: the path of a text file, the key of the configuration. Null for families
    /// of this program, which such a family never replaces on the page.
    /// </summary>
    public string? Origin { get; }

    internal byte[] NameUtf8 { get; }

    internal byte[][] LabelNamesUtf8 { get; }

    internal byte[] TextHeader { get; }

    internal byte[] OpenMetricsHeader { get; }

    /// <summary>A counter. Without <c>_total</c> in its name it goes out as <c>unknown</c> in OpenMetrics, so that the name stays.</summary>
    public static Family Counter(string name, string help, params string[] labelNames) => new(MetricType.Counter, name, help, labelNames);

    /// <summary>A gauge.</summary>
    public static Family Gauge(string name, string help, params string[] labelNames) => new(MetricType.Gauge, name, help, labelNames);

    /// <summary>A family of unknown type.</summary>
    public static Family Untyped(string name, string help, params string[] labelNames) => new(MetricType.Untyped, name, help, labelNames);

    /// <summary>A histogram; write it with <see cref="FamilyWriter.WriteHistogram"/>.</summary>
    public static Family Histogram(string name, string help, params string[] labelNames) => new(MetricType.Histogram, name, help, labelNames);

    /// <summary>A summary; write its parts with <see cref="FamilyWriter.WritePart"/>.</summary>
    public static Family Summary(string name, string help, params string[] labelNames) => new(MetricType.Summary, name, help, labelNames);

    /// <summary>Facts in labels; the name should end in <c>_info</c>, otherwise OpenMetrics gets a gauge.</summary>
    public static Family Info(string name, string help, params string[] labelNames) => new(MetricType.Info, name, help, labelNames);

    /// <summary>
    /// One series per state; <paramref name="labelNames"/> include the label that names the state, wherever it belongs.
    /// OpenMetrics' own <c>stateset</c> demands that this label bear the family's name; the labels must not differ between the
    /// two formats, so it goes out as a gauge in both.
    /// </summary>
    public static Family StateSet(string name, string help, params string[] labelNames) => new(MetricType.StateSet, name, help, labelNames);

    /// <summary>A family whose name somebody else chose; see <see cref="Origin"/>.</summary>
    public static Family From(string origin, MetricType type, string name, string help, params string[] labelNames) =>
        new(type, name, help, labelNames, origin);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
