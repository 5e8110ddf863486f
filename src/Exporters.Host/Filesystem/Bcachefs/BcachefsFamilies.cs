using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Bcachefs;

/// <summary>The families of bcachefs.</summary>
internal static class BcachefsFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>One for each mounted filesystem.</summary>
    public static readonly Family Info = Made.Info("node_bcachefs_info", "A filesystem that is mounted.", "uuid");

    /// <summary>Memory.</summary>
    public static readonly Family BtreeCache = Made.Gauge("node_bcachefs_btree_cache_size_bytes", "Memory of the B-tree's cache, in bytes.", "uuid");

    /// <summary>Table <c>compression_stats</c>.</summary>
    public static readonly Family[] Compression =
    [
        Made.Gauge("node_bcachefs_compression_compressed_bytes", "Data compressed by the algorithm as it is stored, in bytes.", "uuid", "algorithm"),
        Made.Gauge("node_bcachefs_compression_uncompressed_bytes", "Data compressed by the algorithm as it was, in bytes.", "uuid", "algorithm"),
    ];

    /// <summary>Table <c>errors</c>.</summary>
    public static readonly Family[] Errors = [Made.Counter("node_bcachefs_errors_total", "Errors by their type.", "uuid", "error_type")];

    /// <summary>Table <c>btree_write_stats</c>.</summary>
    public static readonly Family[] Writes =
    [
        Made.Counter("node_bcachefs_btree_writes_total", "Writes of the B-tree by their reason.", "uuid", "type"),
        Made.Gauge("node_bcachefs_btree_write_average_size_bytes", "Size of a write of the B-tree on the average, in bytes.", "uuid", "type"),
    ];

    /// <summary>One for each device.</summary>
    public static readonly Family DeviceInfo = Made.Info("node_bcachefs_device_info", "A device of the filesystem.", "uuid", "device", "label", "state");

    /// <summary>Bucket size.</summary>
    public static readonly Family BucketSize = Made.Gauge("node_bcachefs_device_bucket_size_bytes", "Size of a bucket of the device, in bytes.", "uuid", "device");

    /// <summary>One-value files of a device.</summary>
    public static readonly FamilyTable Device = new(
        """
        nbuckets gauge node_bcachefs_device_buckets Buckets of the device.
        durability gauge node_bcachefs_device_durability Copies that one on this device counts for.
        """u8,
        "uuid", "device");

    /// <summary>File <c>io_done</c>.</summary>
    public static readonly Family IoDone = Made.Counter(
        "node_bcachefs_device_io_done_bytes_total", "Data read from and written to the device, in bytes.", "uuid", "device", "operation", "data_type");

    /// <summary>File <c>io_errors</c>.</summary>
    public static readonly Family IoErrors = Made.Counter("node_bcachefs_device_io_errors_total", "Errors of the device since the filesystem was made.", "uuid", "device", "type");

    /// <summary>Files of <c>counters</c>.</summary>
    public static readonly KernelFamilies Counters = new(
        Family.Counter, "node_bcachefs_", "_total", "Counter {0} of bcachefs since the filesystem was made.", () => BcachefsNames.Counters, "uuid");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => [.. Made, .. Device.Families, .. Counters.Known];
}
