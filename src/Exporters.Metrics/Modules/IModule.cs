namespace Exporters.Metrics.Modules;

/// <summary>A part of the process that reports how it fares, for <c>/health</c> and <c>/ready</c>. Must answer at once.</summary>
public interface IModule
{
    /// <summary>Short name: host, systemd, containers, probes, logs.</summary>
    string Name { get; }

    /// <summary>How it fares now.</summary>
    ModuleReport Report();
}
