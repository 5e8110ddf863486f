using Exporters.Metrics.Modules;
using Exporters.Systemd.Groups;

namespace Exporters.Systemd.Units;

/// <summary>Units one by one, as the last round found them: the system's, then those of users.</summary>
internal sealed class UnitsHealth(SystemdWatch watch) : IThings
{
    private const string Service = ".service";

    public string Kind => "units";

    public IEnumerable<string> Names => Managers.SelectMany(UnitsOf).Select(unit => unit.Unit.Name);

    private IEnumerable<ManagerWatcher> Managers => watch.Users.Prepend(watch.System).OfType<ManagerWatcher>();

    public ThingHealth? Find(string name)
    {
        var wanted = name.Contains('.', StringComparison.Ordinal) ? name : name + Service;
        foreach (var manager in Managers)
        {
            var found = UnitsOf(manager).FirstOrDefault(unit => unit.Unit.Name == wanted);
            if (found is not null)
            {
                return Unknown(manager) ?? Of(found);
            }
        }

        // A manager that does not answer cannot say that there is no such unit.
        return Managers.Where(manager => !manager.Status.IsAbsent).Select(Unknown).OfType<ThingHealth>().FirstOrDefault();
    }

    /// <summary>Every unit that the last good round found, those with nothing but a file included.</summary>
    internal static IEnumerable<UnitState> UnitsOf(ManagerWatcher manager) =>
        manager.Snapshot is { } snapshot ? snapshot.Units.Concat(snapshot.FileOnly) : [];

    /// <summary>Why the state of its units is not known now; null when it is.</summary>
    internal static ThingHealth? Unknown(ManagerWatcher manager) =>
        manager.Status.Rounds == 0 ? ThingHealth.Ill("the first round is not complete")
        : manager.Status.Reason is not null ? ThingHealth.Ill($"units are not known now: {manager.Status.Message}")
        : null;

    private static ThingHealth Of(UnitState unit)
    {
        var state = GroupFamilies.StateOf(unit);
        return state == "active"
            ? ThingHealth.Well(unit.ActiveState)
            : ThingHealth.Ill($"{state}{(state == "failed" ? $": systemctl status {unit.Unit.Name} tells more" : "")}");
    }
}
