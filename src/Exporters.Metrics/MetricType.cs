namespace Exporters.Metrics;

/// <summary>What a family measures, as Prometheus and OpenMetrics name it.</summary>
public enum MetricType
{
    /// <summary>A value that only grows, and starts again at 0 when what it counts starts anew.</summary>
    Counter,

    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A value whose kind the source does not tell: <c>untyped</c> in text, <c>unknown</c> in OpenMetrics.</summary>
    Untyped,

    /// <summary>Cumulative buckets with sum and count.</summary>
    Histogram,

    /// <summary>Quantiles with sum and count, computed by whoever tells them.</summary>
    Summary,

    /// <summary>Facts in labels, value always 1. A gauge in text, <c>info</c> in OpenMetrics.</summary>
    Info,

    /// <summary>One series per state, 1 for the states that hold. A gauge in both formats: see <see cref="Family.StateSet"/>.</summary>
    StateSet,
}
