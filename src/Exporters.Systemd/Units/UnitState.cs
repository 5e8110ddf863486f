using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>A unit as it was in one round.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="LoadState">loaded, not-found, masked …; <see cref="FileOnly"/> for one that is a mere file.</param>
/// <param name="ActiveState">active, inactive, failed …</param>
/// <param name="Properties">What it says of itself; null when it was not asked or did not tell.</param>
internal sealed record UnitState(Unit Unit, string LoadState, string ActiveState, UnitProperties? Properties)
{
    /// <summary>The load state of a unit that is not in the manager's memory while its file exists.</summary>
    public const string FileOnly = "file";

    /// <summary>Whether the peers' families show it: they show loaded units only.</summary>
    public bool IsLoaded => LoadState == "loaded";

    /// <summary>
    /// Whether something is wrong with a unit that the peers' families leave out: its file cannot be used, or it is gone or masked
    /// while the unit is not inactive. That a unit is named by others and does not exist is usual, as is a masked one that is off.
    /// </summary>
    public bool HasLoadFailed => LoadState is "bad-setting" or "error" || (LoadState is "not-found" or "masked" && ActiveState != "inactive");
}
