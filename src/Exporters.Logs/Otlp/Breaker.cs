using Exporters.Metrics.Modules;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Opens after a number of failures in a row. While open, one attempt at a time is let through, each a fixed while after the last;
/// the first that succeeds closes it. It only counts and tells how long to wait.
/// </summary>
internal sealed class Breaker(RetryConfig config)
{
    private int _failures;

    /// <summary>Whether attempts are held back.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= config.BreakerFailures;

    /// <summary>An attempt was answered, with whatever verdict on the data.</summary>
    public void Answered() => Volatile.Write(ref _failures, 0);

    /// <summary>An attempt failed; the wait until the next one.</summary>
    /// <param name="asked">What the receiver asked for; wins over a shorter wait.</param>
    /// <param name="random">The part of the wait that is waited, from 0 to 1.</param>
    public TimeSpan Failed(TimeSpan? asked, double random)
    {
        Volatile.Write(ref _failures, _failures + 1);
        var wait = IsOpen ? config.BreakerTrial : Backoff.After(_failures, config.First, config.Longest) * random;
        return asked is { } at && (at > wait || !IsOpen) ? at : wait;
    }
}
