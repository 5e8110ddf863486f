using Exporters.Metrics;

namespace Exporters.Logs.Steps;

/// <summary>
/// Metrics made of log records, for all sources together; every series names its source. A replay after a crash counts again what
/// it reads again.
/// </summary>
internal sealed class DerivedMetrics : ICollector
{
    private readonly Lock _lock = new();
    private readonly List<DerivedMetric> _metrics = [];

    /// <inheritdoc/>
    public string Name => "logs_derived";

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families
    {
        get
        {
            lock (_lock)
            {
                return [.. _metrics.Select(metric => metric.Family)];
            }
        }
    }

    /// <summary>The metric of this name, made at its first asking.</summary>
    /// <exception cref="ArgumentException">It is there already with another type, other labels or other buckets.</exception>
    public DerivedMetric Get(DerivedMetricConfig config)
    {
        lock (_lock)
        {
            var known = _metrics.Find(metric => metric.Family.Name == config.Name);
            if (known is null)
            {
                _metrics.Add(known = new DerivedMetric(config));
            }
            else if (!known.Fits(config))
            {
                throw new ArgumentException(
                    $"the metric {config.Name} is derived by two sources with different type, labels or buckets; give one of them another name",
                    nameof(config));
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        lock (_lock)
        {
            foreach (var metric in _metrics)
            {
                metric.Write(writer);
            }
        }
    }
}
