namespace Exporters.Metrics.Modules;

/// <summary>How long a loop waits after failures in a row: doubles from the first wait to the longest.</summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="longest">No wait is longer, jitter apart.</param>
/// <param name="jitter">The part of each wait that is taken away or added at random, so that many hosts do not ask at once: 0 for none.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest, double jitter = 0)
{
    private int _failures;

    /// <summary>The wait after so many failures in a row, without jitter.</summary>
    /// <param name="failures">From 1.</param>
    /// <param name="first">The wait after the first failure.</param>
    /// <param name="longest">The longest wait.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        // The exponent is bounded so that the product stays a number.
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < longest ? doubled : longest;
    }

    /// <summary>One more failure: the wait before the next try.</summary>
    public TimeSpan Next() => After(++_failures, first, longest) * (1 + (jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>It worked: the next failure is the first again.</summary>
    public void Reset() => _failures = 0;
}
