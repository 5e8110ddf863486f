using Exporters.Containers.Lifecycle;
using Exporters.Metrics.Modules;

namespace Exporters.Containers;

/// <summary>How the watch fares, out of what it published.</summary>
internal sealed class ContainersStatus(Inventory inventory) : IModule
{
    public string Name => "containers";

    public ModuleReport Report()
    {
        var snapshot = inventory.Current;
        if (!inventory.IsReady)
        {
            return new ModuleReport(ModuleState.Starting, "the first round is not complete");
        }

        if (snapshot.Problem is { } problem)
        {
            return new ModuleReport(ModuleState.Degraded, problem.Message);
        }

        return snapshot.FoundAnything
            ? new ModuleReport(ModuleState.Running, $"{snapshot.Containers.Count + snapshot.Groups.Count} containers and groups")
            : new ModuleReport(ModuleState.Off, "no Docker, no containers");
    }
}
