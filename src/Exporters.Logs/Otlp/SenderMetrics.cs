using Exporters.Metrics;

namespace Exporters.Logs.Otlp;

/// <summary>How sending goes, for <c>/metrics</c>.</summary>
internal sealed class SenderMetrics(Breaker breaker)
{
    private static readonly Family Attempts = Family.Counter(
        "exporters_logs_send_attempts_total", "Requests to the OTLP receiver, by what came of them.", "outcome");

    private static readonly Family BreakerOpen = Family.Gauge(
        "exporters_logs_breaker_open", "Whether sending is held back after failures in a row, with one attempt let through now and then.");

    private static readonly string[] Outcomes = ["delivered", "retry", "denied", "too_large", "refused", "blocked"];

    private readonly long[] _attempts = new long[Outcomes.Length];

    /// <summary>Everything that <see cref="Write"/> may write.</summary>
    public static IReadOnlyList<Family> Families { get; } = [Attempts, BreakerOpen];

    /// <summary>Counts one attempt.</summary>
    public void Count(Verdict verdict) => Interlocked.Increment(ref _attempts[(int)verdict]);

    /// <summary>Writes the samples of this moment.</summary>
    public void Write(FamilyWriter writer)
    {
        for (var i = 0; i < Outcomes.Length; i++)
        {
            writer.Write(Attempts, Interlocked.Read(ref _attempts[i]), Outcomes[i]);
        }

        writer.Write(BreakerOpen, breaker.IsOpen ? 1 : 0);
    }
}
