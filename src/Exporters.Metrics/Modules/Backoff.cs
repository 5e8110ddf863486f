namespace Exporters.Systemd.Units;

/// <summary>How long to wait after a failure: doubling from the first delay to the last, each with up to a fifth taken away or added.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan last, Random random)
{
    private const double Jitter = 0.2;

    private int _failures;

    /// <summary>The delay after one more failure.</summary>
    public TimeSpan Next()
    {
        var delay = Math.Min(last.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        return TimeSpan.FromSeconds(delay * (1 - Jitter + (2 * Jitter * random.NextDouble())));
    }

    /// <summary>It worked: the next failure is the first again.</summary>
    public void Reset() => _failures = 0;
}
