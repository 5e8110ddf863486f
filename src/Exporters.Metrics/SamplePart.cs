namespace Exporters.Metrics;

/// <summary>Which sample of a histogram or summary.</summary>
public enum SamplePart
{
    /// <summary>The observations up to a bound, <c>name_bucket{le}</c>.</summary>
    Bucket,

    /// <summary>The value at a quantile, <c>name{quantile}</c>.</summary>
    Quantile,

    /// <summary>The sum of all observations, <c>name_sum</c>.</summary>
    Sum,

    /// <summary>The number of all observations, <c>name_count</c>.</summary>
    Count,
}
