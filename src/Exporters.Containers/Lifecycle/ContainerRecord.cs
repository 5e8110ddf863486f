using Exporters.Containers.Usage;

namespace Exporters.Containers.Lifecycle;

/// <summary>What the watcher keeps of one container; only the watcher touches it.</summary>
internal sealed class ContainerRecord(ContainerFacts facts)
{
    public ContainerFacts Facts { get; set; } = facts;

    public RestartTally Tally { get; } = new();

    /// <summary>Its group's path as last seen; null until it is looked for.</summary>
    public string? Path { get; set; }

    public UsageTarget? Usage { get; set; }

    /// <summary>As the page shows it; null when it has to be made anew.</summary>
    public TrackedContainer? Shown { get; set; }

    /// <summary>Has to be inspected: something happened to it.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Timestamp of its last inspection.</summary>
    public long InspectedAt { get; set; }
}
