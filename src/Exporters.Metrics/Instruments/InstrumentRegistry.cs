using System.Text;
using Prometheus;

namespace Exporters.Metrics.Instruments;

/// <summary>
/// Counters, gauges and histograms that live as long as the process, in one registry of prometheus-net that holds nothing else: none
/// of the package's default metrics, no exemplars. Label values must be bounded: what is once counted stays on the page.
/// </summary>
public sealed class InstrumentRegistry
{
    private const double SmallestBound = 0.0001;
    private const double BoundLimit = 1_000_000;

    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly MetricFactory _factory;
    private readonly Dictionary<byte[], Entry> _entries = new(Utf8Comparer.Instance);
    private readonly Lock _lock = new();

    /// <summary>An empty registry.</summary>
    public InstrumentRegistry()
    {
        _factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        _factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
    }

    /// <summary>The families of all instruments.</summary>
    public IReadOnlyList<Family> Families
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Values.Select(entry => entry.Family)];
            }
        }
    }

    /// <summary>A counter.</summary>
    /// <param name="family">Name and labels; a counter.</param>
    /// <param name="collector">The collector that it is shown with; null when it tells of the process and is shown always.</param>
    public Counter Counter(Family family, string? collector = null)
    {
        Add(family, MetricType.Counter, collector);
        return _factory.CreateCounter(family.Name, "", LabelNames(family));
    }

    /// <summary>A gauge.</summary>
    /// <param name="family">Name and labels; a gauge.</param>
    /// <param name="collector">As for <see cref="Counter"/>.</param>
    public Gauge Gauge(Family family, string? collector = null)
    {
        Add(family, MetricType.Gauge, collector);
        return _factory.CreateGauge(family.Name, "", LabelNames(family));
    }

    /// <summary>A histogram.</summary>
    /// <param name="family">Name and labels; a histogram.</param>
    /// <param name="bounds">
    /// Upper bounds of the buckets, growing, without infinity, from 0.0001 to below 1,000,000: others are spelled with an exponent by the
    /// peers and without by prometheus-net, and <c>le</c> is text.
    /// </param>
    /// <param name="collector">As for <see cref="Counter"/>.</param>
    public Histogram Histogram(Family family, double[] bounds, string? collector = null)
    {
        if (bounds[0] < SmallestBound || bounds[^1] >= BoundLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(bounds), $"bounds of {family.Name} must lie from {SmallestBound} to below {BoundLimit}");
        }

        Add(family, MetricType.Histogram, collector);
        return _factory.CreateHistogram(family.Name, "", LabelNames(family), new HistogramConfiguration { Buckets = bounds });
    }

    /// <summary>Writes the values of this moment as text 0.0.4, family by family, without help.</summary>
    internal void Export(Stream output)
    {
        var export = _registry.CollectAndExportAsTextAsync(output);
        if (!export.IsCompleted)
        {
            throw new InvalidOperationException("BUG: instruments are written to memory, and the export waits for something");
        }

        export.GetAwaiter().GetResult();
    }

    /// <summary>The family of a name and the collector that it belongs to.</summary>
    internal (Family Family, string? Collector) Find(ReadOnlySpan<byte> name)
    {
        lock (_lock)
        {
            var entry = _entries.GetAlternateLookup<ReadOnlySpan<byte>>()[name];
            return (entry.Family, entry.Collector);
        }
    }

    private static string[] LabelNames(Family family) => [.. family.LabelNames];

    private void Add(Family family, MetricType type, string? collector)
    {
        if (family.Type != type)
        {
            throw new ArgumentException($"{family.Name} is a {family.Type}, not a {type}", nameof(family));
        }

        lock (_lock)
        {
            if (!_entries.TryAdd(Encoding.UTF8.GetBytes(family.Name), new Entry(family, collector)))
            {
                throw new ArgumentException($"two instruments bear the name {family.Name}", nameof(family));
            }
        }
    }

    private sealed record Entry(Family Family, string? Collector);
}
