using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Running;
using Prometheus;

namespace Exporters.Systemd.Units;

/// <summary>Rounds at the managers since the start. Users' managers share one series, for users come and go.</summary>
internal sealed class RoundInstruments(InstrumentRegistry registry)
{
    private const string Collector = "systemd";

    private static readonly Family DurationFamily = Family.Histogram(
        "exporters_systemd_round_duration_seconds", "Seconds that a round at a manager of systemd took, failed ones included; manager is system or user.", "manager");

    private static readonly Family FailuresFamily = Family.Counter(
        "exporters_systemd_round_failures_total", "Rounds in which a manager of systemd could not be asked, by reason; manager is system or user.", "manager", "reason");

    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly Histogram _duration = registry.Histogram(DurationFamily, DurationBounds, Collector);
    private readonly Counter _failures = registry.Counter(FailuresFamily, Collector);

    /// <summary>A round ended.</summary>
    /// <param name="manager">Whose.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="failure">Why the manager could not be asked; null when it could.</param>
    public void Count(ManagerName manager, TimeSpan duration, UnavailableReason? failure)
    {
        var label = manager.IsSystem ? "system" : "user";
        _duration.WithLabels(label).Observe(duration.TotalSeconds);
        if (failure is { } reason)
        {
            _failures.WithLabels(label, CollectorRunner.ReasonName(reason)).Inc();
        }
    }
}
