using Exporters.Metrics.Modules;
using Exporters.Probes.Schedule;

namespace Exporters.Probes;

/// <summary>How the probes fare: whether they run, not whether the targets do.</summary>
internal sealed class ProbesStatus(ProbeScheduler? scheduler) : IModule
{
    /// <inheritdoc/>
    public string Name => "probes";

    /// <inheritdoc/>
    public ModuleReport Report()
    {
        if (scheduler is null)
        {
            return new ModuleReport(ModuleState.Off, "no targets are configured");
        }

        var failing = scheduler.Targets.Count(target => target.Last is { Success: false });
        var detail = $"{scheduler.Targets.Length} targets, {failing} failing";
        return scheduler.WithoutResult > 0
            ? new ModuleReport(ModuleState.Starting, $"{detail}, {scheduler.WithoutResult} not yet probed")
            : new ModuleReport(ModuleState.Running, detail);
    }
}
