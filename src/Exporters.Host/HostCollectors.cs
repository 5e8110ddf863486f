using Exporters.Host.Load;

namespace Exporters.Host;

/// <summary>Every host collector, by name.</summary>
public static class HostCollectors
{
    /// <summary>One line each, in the order of their names.</summary>
    public static readonly IReadOnlyList<HostCollector> All =
    [
        new("loadavg", true, context => new LoadavgCollector(context.Paths)),
    ];
}
