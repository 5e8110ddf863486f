using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Btrfs;

/// <summary>The families of btrfs.</summary>
internal static class BtrfsFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>One for each mounted filesystem.</summary>
    public static readonly Family Info = Made.Info("node_btrfs_info", "A filesystem that is mounted.", "uuid", "label");

    /// <summary>Global reserve.</summary>
    public static readonly Family Reserve = Made.Gauge("node_btrfs_global_rsv_size_bytes", "Size of the global reserve, in bytes.", "uuid");

    /// <summary>Lines of <c>commit_stats</c>; those of milliseconds are shown in seconds.</summary>
    public static readonly FamilyTable Commits = new(
        """
        commits counter node_btrfs_commits_total Commits.
        last_commit_ms gauge node_btrfs_last_commit_seconds Time that the last commit took, in seconds.
        max_commit_ms gauge node_btrfs_max_commit_seconds Time that the slowest commit took, in seconds.
        total_commit_ms counter node_btrfs_commit_seconds_total Time that all commits took, in seconds.
        """u8, "uuid");

    /// <summary>Reserved space of a kind of data.</summary>
    public static readonly Family Reserved = Made.Gauge("node_btrfs_reserved_bytes", "Space reserved for the kind of data, in bytes.", "uuid", "block_group_type");

    /// <summary>Used space.</summary>
    public static readonly Family Used = Made.Gauge("node_btrfs_used_bytes", "Space used by the kind of data in this layout, in bytes.", "uuid", "block_group_type", "mode");

    /// <summary>Space set aside.</summary>
    public static readonly Family Size = Made.Gauge("node_btrfs_size_bytes", "Space set aside for the kind of data in this layout, in bytes.", "uuid", "block_group_type", "mode");

    /// <summary>Room that a layout takes.</summary>
    public static readonly Family Ratio = Made.Gauge("node_btrfs_allocation_ratio", "Room on the devices for each byte in this layout.", "uuid", "block_group_type", "mode");

    /// <summary>Size of a device.</summary>
    public static readonly Family DeviceSize = Made.Gauge("node_btrfs_device_size_bytes", "Size of a device of the filesystem, in bytes.", "uuid", "device", "btrfs_dev_uuid");

    /// <summary>Free part of a device.</summary>
    public static readonly Family DeviceUnused = Made.Gauge(
        "node_btrfs_device_unused_bytes", "Part of a device of the filesystem that is not set aside for anything, in bytes.", "uuid", "device", "btrfs_dev_uuid");

    /// <summary>Errors of a device.</summary>
    public static readonly Family DeviceErrors = Made.Counter(
        "node_btrfs_device_errors_total", "Errors of a device of the filesystem since they were last reset.", "uuid", "type", "device", "btrfs_dev_uuid");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => [.. Made, .. Commits.Families];
}
