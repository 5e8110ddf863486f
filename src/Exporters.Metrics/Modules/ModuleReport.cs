namespace Exporters.Metrics.Modules;

/// <summary>One line of <c>/health</c>.</summary>
/// <param name="State">How the module fares.</param>
/// <param name="Detail">What a person needs to know of it, one sentence; empty when there is nothing to say.</param>
public sealed record ModuleReport(ModuleState State, string Detail);
