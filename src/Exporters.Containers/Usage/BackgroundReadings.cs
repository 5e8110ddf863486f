using Exporters.Containers.Lifecycle;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>What costs too much for every scrape, read by the watcher once a round.</summary>
internal sealed class BackgroundReadings(HostPaths paths, ContainerGroups groups, Inventory inventory)
{
    private readonly OpenFilesReader _openFiles = new(paths);
    private readonly Filesystems _filesystems = new(paths);

    public void Read(IReadOnlyList<TrackedContainer> containers, IReadOnlyList<UsageTarget> others)
    {
        if (groups.HasFlag(ContainerGroups.Disk))
        {
            inventory.Filesystems = _filesystems.Read();
        }

        if (!groups.HasFlag(ContainerGroups.Process))
        {
            return;
        }

        foreach (var container in containers)
        {
            if (container.Usage is { } usage)
            {
                usage.OpenFiles = _openFiles.Read(usage);
            }
        }

        foreach (var other in others)
        {
            other.OpenFiles = _openFiles.Read(other);
        }
    }
}
