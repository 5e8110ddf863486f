using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Prometheus;

namespace Exporters.Probes;

/// <summary>Counts the probes since the start, those of the schedule and those that <c>/probe</c> was asked for.</summary>
internal sealed class ProbeInstruments(InstrumentRegistry registry)
{
    /// <summary>The collector that the module's instruments are shown with.</summary>
    public const string Collector = "probes";

    private const string Success = "success";

    private static readonly Family ProbesFamily = Family.Counter(
        "exporters_probes_total", "Probes since the start, by prober and outcome: success, or why they failed.", "prober", "outcome");

    private static readonly Family DurationFamily = Family.Histogram(
        "exporters_probe_duration_seconds", "Seconds that probes took, failed ones included, by prober.", "prober");

    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Counter _probes = registry.Counter(ProbesFamily, Collector);
    private readonly Histogram _duration = registry.Histogram(DurationFamily, DurationBounds, Collector);

    /// <summary>A probe ended with a result.</summary>
    public void Count(ProbeModule module, ProbeResult result)
    {
        var prober = module.Prober;
        _probes.WithLabels(prober, result.Failure is { } reason ? FailureReasons.Name(reason) : Success).Inc();
        _duration.WithLabels(prober).Observe(result.Seconds);
    }
}
