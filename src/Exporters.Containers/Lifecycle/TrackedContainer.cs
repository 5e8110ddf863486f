using Exporters.Containers.Usage;
using Exporters.Metrics;

namespace Exporters.Containers.Lifecycle;

/// <summary>A container as the page shows it at one moment; never changed, only replaced.</summary>
internal sealed class TrackedContainer
{
    public required ContainerFacts Facts { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>Restarts in the order of <see cref="RestartReason"/>.</summary>
    public required IReadOnlyList<ulong> Restarts { get; init; }

    /// <summary>Null when it is not known to have ended.</summary>
    public required int? LastExitCode { get; init; }

    public required bool OomKilled { get; init; }

    /// <summary>Ends by the kernel's out-of-memory killer.</summary>
    public required ulong OomEnds { get; init; }

    /// <summary>Null while it does not run.</summary>
    public required UsageTarget? Usage { get; init; }
}
