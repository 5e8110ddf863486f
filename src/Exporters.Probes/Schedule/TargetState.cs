using Exporters.Metrics;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Results;

namespace Exporters.Probes.Schedule;

/// <summary>A target with what is kept of it from one probe to the next: its labels, its timing, its last result.</summary>
internal sealed class TargetState(ProbeTarget target, TargetGuard guard, double phase)
{
    private volatile ProbeResult? _last;

    /// <summary>The target.</summary>
    public ProbeTarget Target { get; } = target;

    /// <summary>Where it may go.</summary>
    public TargetGuard Guard { get; } = guard;

    /// <summary>Its labels, encoded.</summary>
    public LabelSet Labels { get; } = target.LabelSet();

    /// <summary>Its place within the interval, 0 to 1, so that targets do not start together.</summary>
    public double Phase { get; } = phase;

    /// <summary>The prober that keeps its connection; null where each probe makes its own.</summary>
    public HttpProber? Keeper { get; } = target.Module.Http is { KeepAlive: true } ? new HttpProber() : null;

    /// <summary>The last result; replaced whole, never changed.</summary>
    public ProbeResult? Last
    {
        get => _last;
        set => _last = value;
    }
}
