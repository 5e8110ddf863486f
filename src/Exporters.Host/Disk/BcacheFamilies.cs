using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>The families of bcache and the files or lines that they are from.</summary>
internal static class BcacheFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>Files of the set.</summary>
    public static readonly FamilyTable Set = new(
        """
        average_key_size gauge node_bcache_average_key_size_sectors Data of a key of the B-tree on the average, in sectors.
        btree_cache_size gauge node_bcache_btree_cache_size_bytes Memory of the B-tree's cache, in bytes.
        cache_available_percent gauge node_bcache_cache_available_percent Part of the cache that holds nothing still to be written, in percent.
        congested gauge node_bcache_congested How congested the cache is.
        root_usage_percent gauge node_bcache_root_usage_percent Used part of the B-tree's root, in percent.
        tree_depth gauge node_bcache_tree_depth Depth of the B-tree.
        """u8,
        "uuid");

    /// <summary>Files of <c>internal</c>.</summary>
    public static readonly FamilyTable Internal = new(
        """
        active_journal_entries gauge node_bcache_active_journal_entries Journal entries that are newer than the index.
        btree_nodes gauge node_bcache_btree_nodes Nodes of the B-tree.
        cache_read_races counter node_bcache_cache_read_races_total Reads whose bucket was given to other data meanwhile.
        """u8,
        "uuid");

    /// <summary>Time of a read.</summary>
    public static readonly Family ReadDuration = Made.Gauge(
        "node_bcache_btree_read_average_duration_seconds", "Time of a read of the B-tree on the average, a thousandth of it as in node_exporter.", "uuid");

    /// <summary>What waits to be written.</summary>
    public static readonly Family DirtyData = Made.Gauge("node_bcache_dirty_data_bytes", "Data in the cache that is still to be written to the device, in bytes.", "uuid", "backing_device");

    /// <summary>Files of a device's <c>stats_total</c>.</summary>
    public static readonly FamilyTable Total = new(
        """
        bypassed counter node_bcache_bypassed_bytes_total Data read and written past the cache, in bytes.
        cache_hits counter node_bcache_cache_hits_total Requests that the cache could answer.
        cache_misses counter node_bcache_cache_misses_total Requests that the cache could not answer.
        cache_bypass_hits counter node_bcache_cache_bypass_hits_total Requests meant to go past the cache that it could answer.
        cache_bypass_misses counter node_bcache_cache_bypass_misses_total Requests meant to go past the cache that it could not answer.
        cache_miss_collisions counter node_bcache_cache_miss_collisions_total Misses whose data a write put into the cache meanwhile.
        """u8,
        "uuid", "backing_device");

    /// <summary>Shown only when it is not 0.</summary>
    public static readonly Family Readaheads = Made.Counter("node_bcache_cache_readaheads_total", "Times that was read ahead.", "uuid", "backing_device");

    /// <summary>Files of a device that caches.</summary>
    public static readonly FamilyTable Cache = new(
        """
        io_errors gauge node_bcache_io_errors Errors of the cache, the older the less.
        metadata_written counter node_bcache_metadata_written_bytes_total Data written to the cache other than its contents, in bytes.
        written counter node_bcache_written_bytes_total Data written to the cache, in bytes.
        """u8,
        "uuid", "cache_device");

    /// <summary>Of <c>priority_stats</c>.</summary>
    public static readonly Family Unused = Made.Gauge("node_bcache_priority_stats_unused_percent", "Part of the cache without data, in percent.", "uuid", "cache_device");

    /// <summary>Of <c>priority_stats</c>.</summary>
    public static readonly Family Metadata = Made.Gauge("node_bcache_priority_stats_metadata_percent", "Part of the cache that its own bookkeeping takes, in percent.", "uuid", "cache_device");

    private static readonly FamilyTable Rates = new(
        """
        rate gauge node_bcache_writeback_rate Rate of writing to the device, in bytes per second.
        target gauge node_bcache_dirty_target_bytes Amount of unwritten data that is aimed at, in bytes.
        proportional gauge node_bcache_writeback_rate_proportional_term Part of the rate from the proportional controller, in bytes per second.
        integral gauge node_bcache_writeback_rate_integral_term Part of the rate from the integral controller, in bytes per second.
        change gauge node_bcache_writeback_change Last change of the rate, in bytes per second.
        """u8,
        "uuid", "backing_device");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All =>
        [.. Made, .. Set.Families, .. Internal.Families, .. Total.Families, .. Cache.Families, .. Rates.Families];

    /// <summary>The family of a line of <c>writeback_rate_debug</c>; null for one that is not shown.</summary>
    public static Family? Rate(ReadOnlySpan<byte> key) => Rates.Find(key);
}
