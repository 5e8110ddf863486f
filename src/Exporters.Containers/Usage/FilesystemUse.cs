namespace Exporters.Containers.Usage;

/// <summary>A file system, or a container's share of it.</summary>
/// <param name="Device">The device, <c>/dev/sda1</c> say, or what else is mounted.</param>
/// <param name="UsedBytes">Bytes used.</param>
/// <param name="CapacityBytes">Bytes of the file system as a whole; null when unknown.</param>
/// <param name="Inodes">Inodes of the file system; null when unknown.</param>
/// <param name="InodesFree">Inodes left; null when unknown.</param>
internal sealed record FilesystemUse(string Device, double UsedBytes, double? CapacityBytes, double? Inodes, double? InodesFree);
