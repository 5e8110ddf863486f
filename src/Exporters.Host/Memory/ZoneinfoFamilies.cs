using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>The lines of <c>/proc/zoneinfo</c> that are shown.</summary>
internal static class ZoneinfoFamilies
{
    private static readonly FamilyTable Table = new(
        """
        nr_free_pages gauge node_zoneinfo_nr_free_pages Free pages.
        min gauge node_zoneinfo_min_pages Free pages below which allocations reclaim memory themselves.
        low gauge node_zoneinfo_low_pages Free pages below which kswapd wakes.
        high gauge node_zoneinfo_high_pages Free pages at which kswapd sleeps again.
        scanned gauge node_zoneinfo_scanned_pages Pages scanned since the last reclaim.
        spanned gauge node_zoneinfo_spanned_pages Pages that the zone spans, holes included.
        present gauge node_zoneinfo_present_pages Pages of the zone that exist.
        managed gauge node_zoneinfo_managed_pages Pages that the buddy allocator manages.
        nr_active_anon gauge node_zoneinfo_nr_active_anon_pages Anonymous pages used recently.
        nr_inactive_anon gauge node_zoneinfo_nr_inactive_anon_pages Anonymous pages not used recently.
        nr_isolated_anon gauge node_zoneinfo_nr_isolated_anon_pages Anonymous pages taken from their list for a moment.
        nr_anon_pages gauge node_zoneinfo_nr_anon_pages Anonymous pages mapped by processes.
        nr_anon_transparent_hugepages gauge node_zoneinfo_nr_anon_transparent_hugepages Anonymous transparent huge pages.
        nr_active_file gauge node_zoneinfo_nr_active_file_pages Pages of files used recently.
        nr_inactive_file gauge node_zoneinfo_nr_inactive_file_pages Pages of files not used recently.
        nr_isolated_file gauge node_zoneinfo_nr_isolated_file_pages Pages of files taken from their list for a moment.
        nr_file_pages gauge node_zoneinfo_nr_file_pages Pages of files.
        nr_slab_reclaimable gauge node_zoneinfo_nr_slab_reclaimable_pages Pages of object caches that can be reclaimed.
        nr_slab_unreclaimable gauge node_zoneinfo_nr_slab_unreclaimable_pages Pages of object caches that cannot be reclaimed.
        nr_mlock_stack gauge node_zoneinfo_nr_mlock_stack_pages Pages locked by mlock and off the lists.
        nr_kernel_stack gauge node_zoneinfo_nr_kernel_stacks Kernel stacks.
        nr_mapped gauge node_zoneinfo_nr_mapped_pages Pages of files mapped by processes.
        nr_dirty gauge node_zoneinfo_nr_dirty_pages Pages waiting to be written to disk.
        nr_writeback gauge node_zoneinfo_nr_writeback_pages Pages being written to disk.
        nr_unevictable gauge node_zoneinfo_nr_unevictable_pages Pages that cannot be reclaimed.
        nr_shmem gauge node_zoneinfo_nr_shmem_pages Pages of shared memory and tmpfs.
        nr_dirtied counter node_zoneinfo_nr_dirtied_total Pages made dirty since boot.
        nr_written counter node_zoneinfo_nr_written_total Pages written to disk since boot.
        numa_hit counter node_zoneinfo_numa_hit_total Pages allocated on the node that was wanted.
        numa_miss counter node_zoneinfo_numa_miss_total Pages allocated here that were wanted on another node.
        numa_foreign counter node_zoneinfo_numa_foreign_total Pages wanted here and allocated on another node.
        numa_interleave counter node_zoneinfo_numa_interleave_total Pages allocated here by the interleaving policy.
        numa_local counter node_zoneinfo_numa_local_total Pages allocated for a task of this node.
        numa_other counter node_zoneinfo_numa_other_total Pages allocated for a task of another node.
        protection: gauge node_zoneinfo_protection_0 Pages that an allocation meant for zone 0 leaves free here.
        protection: gauge node_zoneinfo_protection_1 Pages that an allocation meant for zone 1 leaves free here.
        protection: gauge node_zoneinfo_protection_2 Pages that an allocation meant for zone 2 leaves free here.
        protection: gauge node_zoneinfo_protection_3 Pages that an allocation meant for zone 3 leaves free here.
        protection: gauge node_zoneinfo_protection_4 Pages that an allocation meant for zone 4 leaves free here.
        protection: gauge node_zoneinfo_protection_5 Pages that an allocation meant for zone 5 leaves free here.
        """u8,
        "node", "zone");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => Table.Families;

    /// <summary>Pages that allocations for each kind of zone leave to this one; Linux has at most six.</summary>
    public static ReadOnlySpan<Family?> Protection => Table.Columns("protection:"u8);

    /// <summary>The family of the first word of a line; null when it is not shown.</summary>
    public static Family? Find(ReadOnlySpan<byte> key) => key.SequenceEqual("protection:"u8) ? null : Table.Find(key);
}
