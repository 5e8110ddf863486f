using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Schedule;

namespace Exporters.Probes;

/// <summary>The <c>probes</c> section.</summary>
public sealed record ProbesConfig
{
    /// <summary>Whether the section is there at all.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Time between two probes of a target. Default 60 s, 1 s to 1 d.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time of one probe. Default 10 s, 10 ms to 10 min; at most the interval.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Scheduled probes at once. Default 32, 1 to 1000.</summary>
    public int Concurrency { get; init; } = 32;

    /// <summary>Probes for <c>/probe</c> at once; more wait. Default 16, 1 to 1000.</summary>
    public int RequestConcurrency { get; init; } = 16;

    internal IReadOnlyList<ProbeTarget> Targets { get; init; } = [];

    internal IReadOnlyDictionary<string, ProbeModule> Modules { get; init; } = BuiltInModules.All;

    internal IReadOnlyList<TargetRule> Allow { get; init; } = [];

    /// <summary>How many targets are probed on their own.</summary>
    public int TargetCount => Targets.Count;

    /// <summary>The targets' host names, for a check of their resolution.</summary>
    public IEnumerable<string> HostNames => Targets.Select(target => target.Hop?.Host).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}
