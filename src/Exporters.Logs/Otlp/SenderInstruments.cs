using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Prometheus;

namespace Exporters.Logs.Otlp;

/// <summary>Batches, attempts and the breaker since the start of the process, whatever sender is at work.</summary>
internal sealed class SenderInstruments
{
    private const string Collector = "logs";

    private static readonly Family AttemptsFamily = Family.Counter(
        "exporters_logs_send_attempts_total", "Requests to the OTLP receiver, by what came of them.", "outcome");

    private static readonly Family RetriesFamily = Family.Counter(
        "exporters_logs_send_retries_total", "Attempts that were followed by a wait and another attempt with the same records.");

    private static readonly Family DurationFamily = Family.Histogram(
        "exporters_logs_send_duration_seconds", "Seconds from the start of a request to the OTLP receiver until its answer, or until it was given up.");

    private static readonly Family BytesFamily = Family.Histogram(
        "exporters_logs_send_bytes", "Bytes of the bodies of requests to the OTLP receiver, as they go over the network.");

    private static readonly Family RecordsFamily = Family.Histogram("exporters_logs_batch_records", "Records of the batches that were settled.");

    private static readonly Family BatchAttemptsFamily = Family.Histogram(
        "exporters_logs_batch_attempts", "Attempts until a batch was settled; more than one after retries or when it had to be divided.");

    private static readonly Family BatchDurationFamily = Family.Histogram(
        "exporters_logs_batch_duration_seconds", "Seconds until a batch was settled, the waits between attempts included.");

    private static readonly Family BreakerOpenFamily = Family.Gauge(
        "exporters_logs_breaker_open", "Whether sending is held back after failures in a row, with one attempt let through now and then.");

    private static readonly Family BreakerOpeningsFamily = Family.Counter(
        "exporters_logs_breaker_openings_total", "Times that sending began to be held back after failures in a row.");

    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] BytesBounds = [1000, 5000, 20_000, 50_000, 100_000, 200_000, 500_000];
    private static readonly double[] RecordsBounds = [1, 10, 50, 100, 250, 500, 1000, 5000, 10_000];
    private static readonly double[] BatchAttemptsBounds = [1, 2, 3, 5, 10, 20, 50];
    private static readonly double[] BatchDurationBounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600];

    // In the order of Verdict.
    private static readonly string[] Outcomes = ["delivered", "retry", "denied", "too_large", "refused", "blocked"];

    private readonly Counter.Child[] _attempts;
    private readonly Counter _retries;
    private readonly Histogram _duration;
    private readonly Histogram _bytes;
    private readonly Histogram _records;
    private readonly Histogram _batchAttempts;
    private readonly Histogram _batchDuration;
    private readonly Gauge _breakerOpen;
    private readonly Counter _breakerOpenings;

    /// <summary>Nothing sent yet.</summary>
    public SenderInstruments(InstrumentRegistry registry)
    {
        var attempts = registry.Counter(AttemptsFamily, Collector);
        _attempts = Array.ConvertAll(Outcomes, outcome => attempts.WithLabels(outcome));
        _retries = registry.Counter(RetriesFamily, Collector);
        _duration = registry.Histogram(DurationFamily, DurationBounds, Collector);
        _bytes = registry.Histogram(BytesFamily, BytesBounds, Collector);
        _records = registry.Histogram(RecordsFamily, RecordsBounds, Collector);
        _batchAttempts = registry.Histogram(BatchAttemptsFamily, BatchAttemptsBounds, Collector);
        _batchDuration = registry.Histogram(BatchDurationFamily, BatchDurationBounds, Collector);
        _breakerOpen = registry.Gauge(BreakerOpenFamily, Collector);
        _breakerOpenings = registry.Counter(BreakerOpeningsFamily, Collector);
    }

    /// <summary>An attempt ended.</summary>
    /// <param name="verdict">What came of it.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="bytes">Bytes of the request's body; null when no request came of it.</param>
    public void CountAttempt(Verdict verdict, TimeSpan duration, long? bytes)
    {
        _attempts[(int)verdict].Inc();
        _duration.Observe(duration.TotalSeconds);
        if (bytes is { } known)
        {
            _bytes.Observe(known);
        }
    }

    /// <summary>The same records are sent again after a wait.</summary>
    public void CountRetry() => _retries.Inc();

    /// <summary>A batch was settled.</summary>
    public void CountBatch(int records, int attempts, TimeSpan duration)
    {
        _records.Observe(records);
        _batchAttempts.Observe(attempts);
        _batchDuration.Observe(duration.TotalSeconds);
    }

    /// <summary>The state of the breaker after an attempt.</summary>
    public void ShowBreaker(bool isOpen)
    {
        if (isOpen && _breakerOpen.Value == 0)
        {
            _breakerOpenings.Inc();
        }

        _breakerOpen.Set(isOpen ? 1 : 0);
    }
}
