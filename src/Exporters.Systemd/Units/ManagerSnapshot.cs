using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>What one round found at one manager. Never changed after it was published.</summary>
/// <param name="Manager">Which manager.</param>
/// <param name="Taken">When, as <see cref="TimeProvider.GetTimestamp"/> says.</param>
/// <param name="Properties">What the manager says of itself.</param>
/// <param name="Units">Every unit in memory that some family shows.</param>
/// <param name="FileOnly">Units of groups that are not in memory while their files exist.</param>
/// <param name="StateCounts">How many units, of all in memory, are in which active state.</param>
/// <param name="IsLocal">Whether the manager's processes and cgroups are those that this process sees.</param>
internal sealed record ManagerSnapshot(
    ManagerName Manager,
    long Taken,
    ManagerProperties Properties,
    IReadOnlyList<UnitState> Units,
    IReadOnlyList<UnitState> FileOnly,
    IReadOnlyDictionary<string, int> StateCounts,
    bool IsLocal);
