namespace Exporters.Logs.Otlp;

/// <summary>Exponential back-off with full jitter: a random part of a span that doubles with each failure up to a longest one.</summary>
internal static class Backoff
{
    /// <summary>The wait after so many failures in a row, from 1; <paramref name="random"/> from 0 to 1.</summary>
    public static TimeSpan After(int failures, RetryConfig config, double random)
    {
        var span = config.First.Ticks * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromTicks((long)(Math.Min(span, config.Longest.Ticks) * random));
    }
}
