namespace Exporters.Containers.Usage;

/// <summary>The names of the groups of families, as <c>disable_metrics</c> has them.</summary>
internal static class GroupNames
{
    private static readonly (string Name, ContainerGroups Group)[] Known =
    [
        ("cpu", ContainerGroups.Cpu),
        ("percpu", ContainerGroups.PerCpu),
        ("cpuLoad", ContainerGroups.CpuLoad),
        ("memory", ContainerGroups.Memory),
        ("diskIO", ContainerGroups.DiskIo),
        ("disk", ContainerGroups.Disk),
        ("network", ContainerGroups.Network),
        ("pressure", ContainerGroups.Pressure),
        ("process", ContainerGroups.Process),
        ("oom_event", ContainerGroups.OomEvent),
    ];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = Array.ConvertAll(Known, known => known.Name);

    /// <summary>What is left when these are switched off.</summary>
    public static ContainerGroups Without(IReadOnlyList<string> disabled)
    {
        var groups = ContainerGroups.All;
        foreach (var (name, group) in Known)
        {
            if (disabled.Contains(name))
            {
                groups &= ~group;
            }
        }

        return groups;
    }
}
