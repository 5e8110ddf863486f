using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Running;
using Prometheus;

namespace Exporters.Containers.Lifecycle;

/// <summary>Rounds of the watcher since the start: the daemon's list compared, what changed inspected, the groups looked through.</summary>
internal sealed class RoundInstruments(InstrumentRegistry registry)
{
    private const string Collector = "containers";

    private static readonly Family DurationFamily = Family.Histogram(
        "exporters_containers_round_duration_seconds", "Seconds that a complete round at the container daemon took.");

    private static readonly Family FailuresFamily = Family.Counter(
        "exporters_containers_round_failures_total", "Times that the container daemon was lost or could not be asked, by reason.", "reason");

    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly Histogram _duration = registry.Histogram(DurationFamily, DurationBounds, Collector);
    private readonly Counter _failures = registry.Counter(FailuresFamily, Collector);

    /// <summary>A round was completed.</summary>
    public void CountRound(TimeSpan duration) => _duration.Observe(duration.TotalSeconds);

    /// <summary>The daemon was lost or could not be asked.</summary>
    public void CountFailure(UnavailableReason reason) => _failures.WithLabels(CollectorRunner.ReasonName(reason)).Inc();
}
