namespace Exporters.Systemd.Units;

/// <summary>Tells whether a manager's processes and cgroups are those that this process sees, or those of another machine or container.</summary>
internal interface ICgroupOrigin
{
    /// <summary>Whether the paths and process numbers of these units mean anything here.</summary>
    bool IsLocal(IReadOnlyList<TrackedUnit> units);
}
