using Exporters.Metrics.Modules;
using Exporters.Systemd.Units;

namespace Exporters.Systemd.Groups;

/// <summary>
/// Configured groups of units: well when every unit of it is active. A group is asked for by one of its labels, <c>type=primary</c>,
/// or by the value alone where no other group has it.
/// </summary>
internal sealed class GroupsHealth(SystemdWatch watch, UnitGroups groups) : IThings
{
    private const int Shown = 3;

    public string Kind => "groups";

    public IEnumerable<string> Names => groups.All.SelectMany(group => group.Texts).Select(label => label.Value).Distinct(StringComparer.Ordinal);

    public ThingHealth? Find(string name)
    {
        UnitGroup[] found = [.. groups.All.Where(group => group.Texts.Any(label => label.Value == name || $"{label.Key}={label.Value}" == name))];
        if (found.Length == 0)
        {
            return null;
        }

        ManagerWatcher[] managers = [.. watch.Users.Prepend(watch.System).OfType<ManagerWatcher>().Where(manager => !manager.Status.IsAbsent)];
        if (managers.Select(UnitsHealth.Unknown).OfType<ThingHealth>().FirstOrDefault() is { } unknown)
        {
            return unknown;
        }

        UnitState[] units = [.. managers.SelectMany(UnitsHealth.UnitsOf).Where(unit => Array.Exists(found, group => ReferenceEquals(group, unit.Unit.Group)))];
        UnitState[] down = [.. units.Where(unit => GroupFamilies.StateOf(unit) != "active")];
        var count = $"{units.Length - down.Length} of {units.Length} units active";
        if (units.Length > 0 && down.Length == 0)
        {
            return ThingHealth.Well(count);
        }

        var named = string.Join(", ", down.Take(Shown).Select(unit => $"{unit.Unit.Name} {GroupFamilies.StateOf(unit)}"));
        return ThingHealth.Ill($"{count}{(named.Length > 0 ? $": {named}" : "")}{(down.Length > Shown ? $" and {down.Length - Shown} more" : "")}");
    }
}
