namespace Exporters.Systemd.Bus;

/// <summary>What signals said since it was last asked.</summary>
/// <param name="Everything">Any unit may have changed: the manager was reloaded, or there were too many signals to keep.</param>
/// <param name="UnitFiles">Unit files were added, removed, enabled or disabled.</param>
/// <param name="Units">The objects of the units that changed.</param>
internal sealed record BusChanges(bool Everything, bool UnitFiles, IReadOnlySet<string> Units)
{
    /// <summary>Nobody tells what changed.</summary>
    public static readonly BusChanges Unknown = new(true, true, new HashSet<string>());
}
