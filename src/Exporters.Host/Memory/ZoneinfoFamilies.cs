using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>The lines of <c>/proc/zoneinfo</c> that are shown.</summary>
internal static class ZoneinfoFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>Pages that allocations for each kind of zone leave to this one; Linux has at most six.</summary>
    public static readonly Family[] Protection =
    [
        Gauge("node_zoneinfo_protection_0", "Pages that an allocation meant for zone 0 leaves free here."),
        Gauge("node_zoneinfo_protection_1", "Pages that an allocation meant for zone 1 leaves free here."),
        Gauge("node_zoneinfo_protection_2", "Pages that an allocation meant for zone 2 leaves free here."),
        Gauge("node_zoneinfo_protection_3", "Pages that an allocation meant for zone 3 leaves free here."),
        Gauge("node_zoneinfo_protection_4", "Pages that an allocation meant for zone 4 leaves free here."),
        Gauge("node_zoneinfo_protection_5", "Pages that an allocation meant for zone 5 leaves free here."),
    ];

    private static readonly (string Key, Family Family)[] Known =
    [
        ("nr_free_pages", Gauge("node_zoneinfo_nr_free_pages", "Free pages.")),
        ("min", Gauge("node_zoneinfo_min_pages", "Free pages below which allocations reclaim memory themselves.")),
        ("low", Gauge("node_zoneinfo_low_pages", "Free pages below which kswapd wakes.")),
        ("high", Gauge("node_zoneinfo_high_pages", "Free pages at which kswapd sleeps again.")),
        ("scanned", Gauge("node_zoneinfo_scanned_pages", "Pages scanned since the last reclaim.")),
        ("spanned", Gauge("node_zoneinfo_spanned_pages", "Pages that the zone spans, holes included.")),
        ("present", Gauge("node_zoneinfo_present_pages", "Pages of the zone that exist.")),
        ("managed", Gauge("node_zoneinfo_managed_pages", "Pages that the buddy allocator manages.")),
        ("nr_active_anon", Gauge("node_zoneinfo_nr_active_anon_pages", "Anonymous pages used recently.")),
        ("nr_inactive_anon", Gauge("node_zoneinfo_nr_inactive_anon_pages", "Anonymous pages not used recently.")),
        ("nr_isolated_anon", Gauge("node_zoneinfo_nr_isolated_anon_pages", "Anonymous pages taken from their list for a moment.")),
        ("nr_anon_pages", Gauge("node_zoneinfo_nr_anon_pages", "Anonymous pages mapped by processes.")),
        ("nr_anon_transparent_hugepages", Gauge("node_zoneinfo_nr_anon_transparent_hugepages", "Anonymous transparent huge pages.")),
        ("nr_active_file", Gauge("node_zoneinfo_nr_active_file_pages", "Pages of files used recently.")),
        ("nr_inactive_file", Gauge("node_zoneinfo_nr_inactive_file_pages", "Pages of files not used recently.")),
        ("nr_isolated_file", Gauge("node_zoneinfo_nr_isolated_file_pages", "Pages of files taken from their list for a moment.")),
        ("nr_file_pages", Gauge("node_zoneinfo_nr_file_pages", "Pages of files.")),
        ("nr_slab_reclaimable", Gauge("node_zoneinfo_nr_slab_reclaimable_pages", "Pages of object caches that can be reclaimed.")),
        ("nr_slab_unreclaimable", Gauge("node_zoneinfo_nr_slab_unreclaimable_pages", "Pages of object caches that cannot be reclaimed.")),
        ("nr_mlock_stack", Gauge("node_zoneinfo_nr_mlock_stack_pages", "Pages locked by mlock and off the lists.")),
        ("nr_kernel_stack", Gauge("node_zoneinfo_nr_kernel_stacks", "Kernel stacks.")),
        ("nr_mapped", Gauge("node_zoneinfo_nr_mapped_pages", "Pages of files mapped by processes.")),
        ("nr_dirty", Gauge("node_zoneinfo_nr_dirty_pages", "Pages waiting to be written to disk.")),
        ("nr_writeback", Gauge("node_zoneinfo_nr_writeback_pages", "Pages being written to disk.")),
        ("nr_unevictable", Gauge("node_zoneinfo_nr_unevictable_pages", "Pages that cannot be reclaimed.")),
        ("nr_shmem", Gauge("node_zoneinfo_nr_shmem_pages", "Pages of shared memory and tmpfs.")),
        ("nr_dirtied", Counter("node_zoneinfo_nr_dirtied_total", "Pages made dirty since boot.")),
        ("nr_written", Counter("node_zoneinfo_nr_written_total", "Pages written to disk since boot.")),
        ("numa_hit", Counter("node_zoneinfo_numa_hit_total", "Pages allocated on the node that was wanted.")),
        ("numa_miss", Counter("node_zoneinfo_numa_miss_total", "Pages allocated here that were wanted on another node.")),
        ("numa_foreign", Counter("node_zoneinfo_numa_foreign_total", "Pages wanted here and allocated on another node.")),
        ("numa_interleave", Counter("node_zoneinfo_numa_interleave_total", "Pages allocated here by the interleaving policy.")),
        ("numa_local", Counter("node_zoneinfo_numa_local_total", "Pages allocated for a task of this node.")),
        ("numa_other", Counter("node_zoneinfo_numa_other_total", "Pages allocated for a task of another node.")),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => Made;

    /// <summary>The family of the first word of a line; null when it is not shown.</summary>
    public static Family? Find(string key) => Array.Find(Known, entry => entry.Key == key).Family;

    private static Family Gauge(string name, string help) => Made.Gauge(name, help, "node", "zone");

    private static Family Counter(string name, string help) => Made.Counter(name, help, "node", "zone");
}
