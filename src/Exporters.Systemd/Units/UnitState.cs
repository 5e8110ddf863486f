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
}
