using Exporters.Containers.Usage;

namespace Exporters.Containers.Lifecycle;

/// <summary>What the watcher knew at one moment; replaced whole.</summary>
/// <param name="Containers">Containers that the daemon tells of.</param>
/// <param name="Groups">Groups that it does not: the root, containers of others, raw groups.</param>
/// <param name="DaemonVersion">Empty while no daemon has answered.</param>
/// <param name="TakenAt">Timestamp of the clock when the daemon's list was read last; null while none was.</param>
/// <param name="Problem">Why the daemon cannot be read; null when it can, or when there is none.</param>
internal sealed record InventorySnapshot(
    IReadOnlyList<TrackedContainer> Containers, IReadOnlyList<UsageTarget> Groups, string DaemonVersion, long? TakenAt, InventoryProblem? Problem)
{
    public static readonly InventorySnapshot Empty = new([], [], "", null, null);

    /// <summary>Whether any container was found, or a daemon.</summary>
    public bool FoundAnything { get; init; }
}
