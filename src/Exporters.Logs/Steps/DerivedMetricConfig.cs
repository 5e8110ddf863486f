using Exporters.Configuration;
using Exporters.Configuration.Patterns;
using Exporters.Metrics;

namespace Exporters.Logs.Steps;

/// <summary>A metric made of records: an item of the step <c>metrics</c>.</summary>
internal sealed record DerivedMetricConfig
{
    private static readonly string[] Taken = ["node_", "systemd_", "container_", "machine_", "probe_", "exporters_", "process_", "cadvisor_", "promhttp_", "go_"];

    // Seconds, as request latencies lie.
    private static readonly double[] Latencies = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>The metric's name on the page.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for the page.</summary>
    public string Help { get; init; } = "Derived from log records.";

    /// <summary>Counter, gauge or histogram.</summary>
    public MetricType Type { get; init; } = MetricType.Counter;

    /// <summary>The field that is added, set or observed; null counts records.</summary>
    public string? Value { get; init; }

    /// <summary>Label names and the fields that they come from; a record without the field has an empty value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Only records whose fields have what these find; the field <c>body</c> is the message, <c>level</c> the level.</summary>
    public IReadOnlyList<KeyValuePair<string, Pattern>> When { get; init; } = [];

    /// <summary>Upper bounds of a histogram's buckets, rising.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = Latencies;

    /// <summary>Series at most; further label values go into one series whose labels are all <c>_other</c>. Default 1000, 1 to 100000.</summary>
    public int MaxSeries { get; init; } = 1000;

    /// <summary>Whether both mean one metric: its type, its labels, and the buckets of a histogram.</summary>
    public bool Fits(DerivedMetricConfig other) =>
        Type == other.Type && Labels.Select(l => l.Key).SequenceEqual(other.Labels.Select(l => l.Key))
        && (Type != MetricType.Histogram || Buckets.SequenceEqual(other.Buckets));

    /// <summary>Reads one item.</summary>
    public static DerivedMetricConfig? Read(ConfigNode node)
    {
        var map = node.Map();
        var name = map.Get("name");
        var type = map.Get("type")?.OneOf("counter", "gauge", "histogram") ?? "counter";
        var config = new DerivedMetricConfig
        {
            Name = name?.Text() ?? "",
            Help = map.Get("help")?.Text() ?? "Derived from log records.",
            Type = type switch { "gauge" => MetricType.Gauge, "histogram" => MetricType.Histogram, _ => MetricType.Counter },
            Value = map.Get("value")?.Text(),
            Labels = ReadLabels(map.Get("labels")),
            When = [.. (map.Get("when")?.Entries() ?? []).Select(e => KeyValuePair.Create(e.Key, e.Value.Pattern())).Where(e => e.Value is not null)!],
            Buckets = ReadBuckets(map.Get("buckets")),
            MaxSeries = (int)(map.Get("max_series")?.Integer(1, 100000) ?? 1000),
        };
        map.RejectUnknown();
        if (name is null || !Names.IsMetricName(config.Name))
        {
            (name ?? node).Problem($"needs the name of a metric such as http_requests_total, got \"{config.Name}\"");
            return null;
        }

        if (Array.Find(Taken, prefix => config.Name.StartsWith(prefix, StringComparison.Ordinal)) is { } taken)
        {
            name.Problem($"must not begin with {taken}, which is taken; got \"{config.Name}\"");
            return null;
        }

        if (config.Type != MetricType.Counter && config.Value is null)
        {
            node.Problem($"a {type} needs value, the field that it takes");
            return null;
        }

        return config;
    }

    private static List<KeyValuePair<string, string>> ReadLabels(ConfigNode? node)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (var (label, field) in node?.Entries() ?? [])
        {
            if (!Names.IsLabelName(label) || label is "le" or "source")
            {
                field.Problem($"must be the name of a label, and neither le nor source; got \"{label}\"");
            }
            else if (field.Text() is { } text)
            {
                labels.Add(KeyValuePair.Create(label, text));
            }
        }

        return labels;
    }

    private static double[] ReadBuckets(ConfigNode? node)
    {
        if (node is null)
        {
            return Latencies;
        }

        double[] buckets = [.. node.Items().Select(item => item.Number()).OfType<double>()];
        for (var i = 1; i < buckets.Length; i++)
        {
            if (buckets[i] <= buckets[i - 1])
            {
                node.Problem("must rise from bucket to bucket");
                return Latencies;
            }
        }

        return buckets.Length == 0 ? Latencies : buckets;
    }
}
