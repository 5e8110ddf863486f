using Exporters.Metrics;
using Exporters.Systemd.Units;

namespace Exporters.Systemd.Groups;

/// <summary>
/// Configured groups: the labels of each unit to join on, the state of each, and counts. A unit that is configured by its name
/// and is nowhere is shown in the state <c>not-found</c>.
/// </summary>
internal sealed class GroupFamilies(UnitGroups groups)
{
    /// <summary>The states of a unit of a group: unlike the peers' families these tell why a unit is not loaded, too.</summary>
    private static readonly string[] States =
        ["active", "activating", "deactivating", "inactive", "failed", "masked", "not-found", "bad-setting", "error"];

    private static readonly Family Info = Family.Info(
        "systemd_unit_group_info", "The labels of the group that a unit belongs to, as they are configured.", "name", "manager", "user");

    private static readonly Family State = Family.Gauge(
        "systemd_unit_group_member_state",
        "1 for the state that a unit of a group is in, 0 for the others; not-found when it does not exist, bad-setting or error when its file cannot be used.",
        "state", "name", "manager", "user");

    private static readonly Family Units = Family.Gauge("systemd_unit_group_units", "Units of a group, those that do not exist included.");

    private static readonly Family Running = Family.Gauge("systemd_unit_group_units_running", "Units of a group that are active.");

    private static readonly Family Failed = Family.Gauge("systemd_unit_group_units_failed", "Units of a group that have failed.");

    private readonly Count[] _counts = new Count[groups.All.Count];
    private readonly (UnitGroup Group, string Name, LabelSet Labels, LabelSet NameLabels)[] _named =
    [
        .. from @group in groups.All
           from pattern in @group.Patterns
           where pattern.IsName && groups.Of(pattern.Text) == @group
           select (@group, pattern.Text, @group.LabelsOf(pattern.Text, null, null), LabelSet.Of("name", pattern.Text)),
    ];

    public static IReadOnlyList<Family> All { get; } = [Info, State, Units, Running, Failed];

    public void Write(FamilyWriter writer, List<ManagerSnapshot> snapshots)
    {
        if (_counts.Length == 0)
        {
            return;
        }

        Array.Clear(_counts);
        foreach (var snapshot in snapshots)
        {
            WriteUnits(writer, snapshot.Units);
            WriteUnits(writer, snapshot.FileOnly);
        }

        foreach (var (group, name, labels, nameLabels) in _named)
        {
            if (!Exists(snapshots, name))
            {
                WriteUnit(writer, group, labels, nameLabels, "not-found");
            }
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            writer.Write(Units, _counts[i].Units, groups.All[i].Labels);
            writer.Write(Running, _counts[i].Running, groups.All[i].Labels);
            writer.Write(Failed, _counts[i].Failed, groups.All[i].Labels);
        }
    }

    private static bool Exists(List<ManagerSnapshot> snapshots, string name)
    {
        foreach (var snapshot in snapshots)
        {
            if (Contains(snapshot.Units, name) || Contains(snapshot.FileOnly, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(IReadOnlyList<UnitState> units, string name)
    {
        foreach (var unit in units)
        {
            if (unit.Unit.Group is not null && unit.Unit.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The state of a unit in the few words that a group counts by.</summary>
    public static string StateOf(UnitState unit) => unit.ActiveState switch
    {
        // Up all the while.
        "reloading" or "refreshing" => "active",

        // Down, in maintenance while it is cleaned. Why it could not be up is told by how it was loaded.
        "inactive" or "maintenance" => unit.LoadState is "masked" or "not-found" or "bad-setting" or "error" ? unit.LoadState : "inactive",

        // A unit goes on when its file becomes bad or vanishes.
        var state => state,
    };

    private void WriteUnits(FamilyWriter writer, IReadOnlyList<UnitState> units)
    {
        foreach (var unit in units)
        {
            if (unit.Unit is { Group: { } group, GroupLabels: { } labels })
            {
                WriteUnit(writer, group, labels, unit.Unit.NameLabels, StateOf(unit));
            }
        }
    }

    private void WriteUnit(FamilyWriter writer, UnitGroup group, LabelSet labels, LabelSet nameLabels, string current)
    {
        writer.Write(Info, 1, labels);
        foreach (var state in States)
        {
            writer.Write(State, state == current ? 1 : 0, nameLabels, state);
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            if (ReferenceEquals(groups.All[i], group))
            {
                _counts[i].Units++;
                _counts[i].Running += current == "active" ? 1 : 0;
                _counts[i].Failed += current == "failed" ? 1 : 0;
            }
        }
    }

    private struct Count
    {
        public int Units;
        public int Running;
        public int Failed;
    }
}
