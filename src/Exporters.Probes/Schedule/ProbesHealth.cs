using System.Globalization;
using Exporters.Metrics.Modules;

namespace Exporters.Probes.Schedule;

/// <summary>Targets of the schedule one by one, by the result of their last probe.</summary>
internal sealed class ProbesHealth(ProbeScheduler scheduler) : IThings
{
    public string Kind => "probes";

    public IEnumerable<string> Names => scheduler.Targets.Select(target => target.Target.Name);

    public ThingHealth? Find(string name) => Array.Find(scheduler.Targets, target => target.Target.Name == name) switch
    {
        null => null,
        { Last: null } => ThingHealth.Ill("not yet probed"),
        { Last: { Success: true } last } => ThingHealth.Well(string.Create(CultureInfo.InvariantCulture, $"succeeded in {last.Seconds:0.###} s")),
        { Last: var last } => ThingHealth.Ill($"failed: {last.Detail}"),
    };
}
