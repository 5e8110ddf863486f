using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Zfs;

/// <summary>The families of each file of the module, by the file's name.</summary>
internal static class ZfsFamilies
{
    /// <summary>One family for each number in one file.</summary>
    public static readonly (string File, KernelFamilies Families)[] Files =
    [
        ("abdstats", Of("node_zfs_abd_", "abdstats", () => ZfsNames.Abd)),
        ("arcstats", Of("node_zfs_arc_", "arcstats", () => ZfsNames.Arc)),
        ("dbufstats", Of("node_zfs_dbuf_", "dbufstats", () => ZfsNames.Dbuf)),
        ("dmu_tx", Of("node_zfs_dmu_tx_", "dmu_tx", () => ZfsNames.DmuTx)),
        ("dnodestats", Of("node_zfs_dnode_", "dnodestats", () => ZfsNames.Dnode)),
        ("fm", Of("node_zfs_fm_", "fm", () => ZfsNames.Fm)),
        ("vdev_cache_stats", Of("node_zfs_vdev_cache_", "vdev_cache_stats", () => ZfsNames.VdevCache)),
        ("vdev_mirror_stats", Of("node_zfs_vdev_mirror_", "vdev_mirror_stats", () => ZfsNames.VdevMirror)),
        ("xuio_stats", Of("node_zfs_xuio_", "xuio_stats", () => ZfsNames.Xuio)),
        ("zfetchstats", Of("node_zfs_zfetch_", "zfetchstats", () => ZfsNames.Zfetch)),
        ("zil", Of("node_zfs_zil_", "zil", () => ZfsNames.Zil)),
    ];

    /// <summary>The columns of a pool's <c>io</c>.</summary>
    public static readonly KernelFamilies Pool = Of("node_zfs_zpool_", "a pool's io", () => ZfsNames.Pool, "zpool");

    /// <summary>The numbers of a dataset.</summary>
    public static readonly KernelFamilies Dataset = Of("node_zfs_zpool_dataset_", "a dataset's objset", () => ZfsNames.Dataset, "zpool", "dataset");

    /// <summary>The state of a pool.</summary>
    public static readonly Family State = Family.StateSet("node_zfs_zpool_state", "1 for the state that the pool is in, 0 for the others.", "zpool", "state");

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Family> All => [.. Files.SelectMany(file => file.Families.Known), .. Pool.Known, .. Dataset.Known, State];

    private static KernelFamilies Of(string prefix, string file, KernelFamilies.NameText names, params string[] labels) =>
        new(Family.Untyped, prefix, "", $"ZFS statistic {{0}}, from {file}.", names, labels);
}
