using Exporters.Metrics.Modules;

namespace Exporters.Containers;

/// <summary>The module's report where containers are not looked for.</summary>
/// <param name="reason">Who turned them off.</param>
internal sealed class ContainersOff(string reason) : IModule
{
    public string Name => "containers";

    public ModuleReport Report() => new(ModuleState.Off, reason);
}
