using Exporters.Metrics;

namespace Exporters.Host.Filesystem;

/// <summary>The families of each line of the statistics of an XFS, in the order of its numbers; later numbers are not shown.</summary>
internal static class XfsFamilies
{
    private static readonly FamilyList Made = new();

    private static readonly (byte[] Key, Family[] Families)[] Lines =
    [
        ("extent_alloc"u8.ToArray(),
        [
            Counter("node_xfs_extent_allocation_extents_allocated_total", "Extents allocated."),
            Counter("node_xfs_extent_allocation_blocks_allocated_total", "Blocks allocated."),
            Counter("node_xfs_extent_allocation_extents_freed_total", "Extents freed."),
            Counter("node_xfs_extent_allocation_blocks_freed_total", "Blocks freed."),
        ]),
        ("abt"u8.ToArray(),
        [
            Counter("node_xfs_allocation_btree_lookups_total", "Lookups in the allocation B-trees."),
            Counter("node_xfs_allocation_btree_compares_total", "Comparisons in the allocation B-trees."),
            Counter("node_xfs_allocation_btree_records_inserted_total", "Records put into the allocation B-trees."),
            Counter("node_xfs_allocation_btree_records_deleted_total", "Records taken out of the allocation B-trees."),
        ]),
        ("blk_map"u8.ToArray(),
        [
            Counter("node_xfs_block_mapping_reads_total", "Block mappings asked for to read."),
            Counter("node_xfs_block_mapping_writes_total", "Block mappings asked for to write."),
            Counter("node_xfs_block_mapping_unmaps_total", "Blocks unmapped."),
            Counter("node_xfs_block_mapping_extent_list_insertions_total", "Entries put into extent lists."),
            Counter("node_xfs_block_mapping_extent_list_deletions_total", "Entries taken out of extent lists."),
            Counter("node_xfs_block_mapping_extent_list_lookups_total", "Lookups in extent lists."),
            Counter("node_xfs_block_mapping_extent_list_compares_total", "Comparisons in extent lists."),
        ]),
        ("bmbt"u8.ToArray(),
        [
            Counter("node_xfs_block_map_btree_lookups_total", "Lookups in the block map B-trees."),
            Counter("node_xfs_block_map_btree_compares_total", "Comparisons in the block map B-trees."),
            Counter("node_xfs_block_map_btree_records_inserted_total", "Records put into the block map B-trees."),
            Counter("node_xfs_block_map_btree_records_deleted_total", "Records taken out of the block map B-trees."),
        ]),
        ("dir"u8.ToArray(),
        [
            Counter("node_xfs_directory_operation_lookup_total", "Names looked up in directories."),
            Counter("node_xfs_directory_operation_create_total", "Directory entries made."),
            Counter("node_xfs_directory_operation_remove_total", "Directory entries removed."),
            Counter("node_xfs_directory_operation_getdents_total", "Listings of directories."),
        ]),
        ("ig"u8.ToArray(),
        [
            Counter("node_xfs_inode_operation_attempts_total", "Inodes looked up in the inode cache."),
            Counter("node_xfs_inode_operation_found_total", "Inodes found in the inode cache."),
            Counter("node_xfs_inode_operation_recycled_total", "Inodes found in the inode cache while they were being recycled."),
            Counter("node_xfs_inode_operation_missed_total", "Inodes not found in the inode cache."),
            Counter("node_xfs_inode_operation_duplicates_total", "Inodes that another task put into the inode cache meanwhile."),
            Counter("node_xfs_inode_operation_reclaims_total", "Inodes that the inode cache gave up for their memory."),
            Counter("node_xfs_inode_operation_attribute_changes_total", "Changes of the attributes of inodes."),
        ]),
        ("rw"u8.ToArray(),
        [
            Counter("node_xfs_write_calls_total", "Calls of write(2)."),
            Counter("node_xfs_read_calls_total", "Calls of read(2)."),
        ]),
        ("vnodes"u8.ToArray(),
        [
            Counter("node_xfs_vnode_active_total", "Vnodes that are on no free list."),
            Counter("node_xfs_vnode_allocate_total", "Vnodes allocated."),
            Counter("node_xfs_vnode_get_total", "Calls of vn_get."),
            Counter("node_xfs_vnode_hold_total", "Calls of vn_hold."),
            Counter("node_xfs_vnode_release_total", "Calls of vn_rele."),
            Counter("node_xfs_vnode_reclaim_total", "Calls of vn_reclaim."),
            Counter("node_xfs_vnode_remove_total", "Calls of vn_remove."),
        ]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => Made;

    /// <summary>The families of the line that begins with this word; null for a line that is not shown.</summary>
    public static Family[]? Of(ReadOnlySpan<byte> key)
    {
        foreach (var (known, families) in Lines)
        {
            if (key.SequenceEqual(known))
            {
                return families;
            }
        }

        return null;
    }

    private static Family Counter(string name, string help) => Made.Counter(name, help, "device");
}
