using Exporters.Metrics;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;

namespace Exporters.Probes.Schedule;

/// <summary>One entry of <c>probes.targets</c>.</summary>
internal sealed record ProbeTarget
{
    /// <summary>The label <c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the prober gets: a URL, <c>host:port</c>, a host.</summary>
    public required string Target { get; init; }

    /// <summary>The label <c>target</c>: the URL as configured, without credentials.</summary>
    public required string Label { get; init; }

    /// <summary>How to probe.</summary>
    public required ProbeModule Module { get; init; }

    /// <summary>Time between two probes.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Longest time of one probe.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The target's own labels.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Where it goes; null when its text is none for the prober, which the probe will say.</summary>
    public HopTarget? Hop { get; init; }

    /// <summary>Every label of its series.</summary>
    public LabelSet LabelSet() => new(
        ["name", "target", "module", .. Labels.Select(label => label.Key)],
        [Name, Label, Module.Name, .. Labels.Select(label => label.Value)]);
}
