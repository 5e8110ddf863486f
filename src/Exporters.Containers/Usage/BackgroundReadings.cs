using Exporters.Containers.Lifecycle;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>What costs too much for every scrape, read by the watcher once a round.</summary>
internal sealed class BackgroundReadings(HostPaths paths, ContainerGroups groups, Inventory inventory, TimeProvider time)
{
    private readonly OpenFilesReader _openFiles = new(paths);
    private readonly TaskStatesReader _taskStates = new(paths, time);
    private readonly Filesystems _filesystems = new(paths);

    /// <param name="containers">Those of the daemon.</param>
    /// <param name="others">Groups that it does not tell of.</param>
    /// <param name="layers">The directory that holds the containers' writable layers; null where it is another machine's or unknown.</param>
    public void Read(IReadOnlyList<TrackedContainer> containers, IReadOnlyList<UsageTarget> others, string? layers)
    {
        if (groups.HasFlag(ContainerGroups.Disk))
        {
            inventory.Filesystems = _filesystems.Read();
            inventory.LayerFilesystem = layers is null ? null : _filesystems.Holding(layers, usedBytes: 0);
        }

        foreach (var container in containers)
        {
            if (container.Usage is { } usage)
            {
                Read(usage);
            }
        }

        foreach (var other in others)
        {
            Read(other);
        }
    }

    private void Read(UsageTarget target)
    {
        var open = groups.HasFlag(ContainerGroups.Process) ? _openFiles.Read(target) : null;
        target.OpenFiles = open == target.OpenFiles ? target.OpenFiles : open;
        target.TaskStates = groups.HasFlag(ContainerGroups.CpuLoad) ? _taskStates.Read(target) : null;
    }
}
