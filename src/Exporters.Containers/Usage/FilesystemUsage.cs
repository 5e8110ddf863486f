using Exporters.Containers.Lifecycle;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>File systems of the machine as a whole, and the writable layer of a container.</summary>
internal static class FilesystemUsage
{
    private static readonly Family Usage = Family.Gauge(
        "container_fs_usage_bytes", "Bytes used: of a file system for the root, of the writable layer for a container.", "device");

    private static readonly Family Limit = Family.Gauge("container_fs_limit_bytes", "Bytes of the file system.", "device");
    private static readonly Family Inodes = Family.Gauge("container_fs_inodes_total", "Inodes of the file system.", "device");
    private static readonly Family InodesFree = Family.Gauge("container_fs_inodes_free", "Inodes left on the file system.", "device");

    public static IReadOnlyList<Family> Families { get; } = [Usage, Limit, Inodes, InodesFree];

    /// <summary>The file systems of the root.</summary>
    public static void Write(FamilyWriter writer, IReadOnlyList<FilesystemUse> filesystems, LabelSet labels)
    {
        foreach (var filesystem in filesystems)
        {
            writer.Write(Usage, filesystem.UsedBytes, labels, filesystem.Device);
            writer.WriteIfKnown(Limit, filesystem.CapacityBytes, labels, filesystem.Device);
            writer.WriteIfKnown(Inodes, filesystem.Inodes, labels, filesystem.Device);
            writer.WriteIfKnown(InodesFree, filesystem.InodesFree, labels, filesystem.Device);
        }
    }

    /// <summary>The writable layer of a container. Its inodes, which the peer shows, are counted by nobody here.</summary>
    public static void WriteLayer(FamilyWriter writer, Inventory inventory, string id, LabelSet labels)
    {
        var filesystem = inventory.LayerFilesystem;
        if (inventory.Layers is { } layers && layers.TryGetValue(id, out var bytes))
        {
            writer.Write(Usage, bytes, labels, filesystem?.Device ?? "");
        }

        writer.WriteIfKnown(Limit, filesystem?.CapacityBytes, labels, filesystem?.Device ?? "");
    }
}
