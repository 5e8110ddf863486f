using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem;

/// <summary>
/// Statistics of each mounted XFS, from <c>/sys/fs/xfs/DEVICE/stats/stats</c> (kernel fs/xfs/xfs_stats.c): a line for each subject,
/// with counters of 32 bits that begin anew when they are full.
/// <code>
/// extent_alloc 1 872 0 0
/// rw 28 0
/// </code>
/// </summary>
internal sealed class XfsCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyTable Table = new(
        """
        extent_alloc counter node_xfs_extent_allocation_extents_allocated_total Extents allocated.
        extent_alloc counter node_xfs_extent_allocation_blocks_allocated_total Blocks allocated.
        extent_alloc counter node_xfs_extent_allocation_extents_freed_total Extents freed.
        extent_alloc counter node_xfs_extent_allocation_blocks_freed_total Blocks freed.
        abt counter node_xfs_allocation_btree_lookups_total Lookups in the allocation B-trees.
        abt counter node_xfs_allocation_btree_compares_total Comparisons in the allocation B-trees.
        abt counter node_xfs_allocation_btree_records_inserted_total Records put into the allocation B-trees.
        abt counter node_xfs_allocation_btree_records_deleted_total Records taken out of the allocation B-trees.
        blk_map counter node_xfs_block_mapping_reads_total Block mappings asked for to read.
        blk_map counter node_xfs_block_mapping_writes_total Block mappings asked for to write.
        blk_map counter node_xfs_block_mapping_unmaps_total Blocks unmapped.
        blk_map counter node_xfs_block_mapping_extent_list_insertions_total Entries put into extent lists.
        blk_map counter node_xfs_block_mapping_extent_list_deletions_total Entries taken out of extent lists.
        blk_map counter node_xfs_block_mapping_extent_list_lookups_total Lookups in extent lists.
        blk_map counter node_xfs_block_mapping_extent_list_compares_total Comparisons in extent lists.
        bmbt counter node_xfs_block_map_btree_lookups_total Lookups in the block map B-trees.
        bmbt counter node_xfs_block_map_btree_compares_total Comparisons in the block map B-trees.
        bmbt counter node_xfs_block_map_btree_records_inserted_total Records put into the block map B-trees.
        bmbt counter node_xfs_block_map_btree_records_deleted_total Records taken out of the block map B-trees.
        dir counter node_xfs_directory_operation_lookup_total Names looked up in directories.
        dir counter node_xfs_directory_operation_create_total Directory entries made.
        dir counter node_xfs_directory_operation_remove_total Directory entries removed.
        dir counter node_xfs_directory_operation_getdents_total Listings of directories.
        ig counter node_xfs_inode_operation_attempts_total Inodes looked up in the inode cache.
        ig counter node_xfs_inode_operation_found_total Inodes found in the inode cache.
        ig counter node_xfs_inode_operation_recycled_total Inodes found in the inode cache while they were being recycled.
        ig counter node_xfs_inode_operation_missed_total Inodes not found in the inode cache.
        ig counter node_xfs_inode_operation_duplicates_total Inodes that another task put into the inode cache meanwhile.
        ig counter node_xfs_inode_operation_reclaims_total Inodes that the inode cache gave up for their memory.
        ig counter node_xfs_inode_operation_attribute_changes_total Changes of the attributes of inodes.
        rw counter node_xfs_write_calls_total Calls of write(2).
        rw counter node_xfs_read_calls_total Calls of read(2).
        vnodes counter node_xfs_vnode_active_total Vnodes that are on no free list.
        vnodes counter node_xfs_vnode_allocate_total Vnodes allocated.
        vnodes counter node_xfs_vnode_get_total Calls of vn_get.
        vnodes counter node_xfs_vnode_hold_total Calls of vn_hold.
        vnodes counter node_xfs_vnode_release_total Calls of vn_rele.
        vnodes counter node_xfs_vnode_reclaim_total Calls of vn_reclaim.
        vnodes counter node_xfs_vnode_remove_total Calls of vn_remove.
        """u8,
        "device");

    private readonly DirectoryListing _listing = new(paths.Sys("fs/xfs"));
    private readonly List<(string Path, LabelSet Label)> _devices = [];

    public string Name => "xfs";

    public IReadOnlyList<Family> Families => Table.Families;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _devices.Clear();
            _devices.AddRange(_listing.Names.Select(name => ($"{_listing.Path}/{name}/stats/stats", LabelSet.Of("device", name))));
        }

        foreach (var (path, label) in _devices)
        {
            // Beside the devices stand directories of the driver itself, and a device may go meanwhile.
            var errno = ProcFile.TryRead(path, out var file);
            using (file)
            {
                if (errno == Errno.None)
                {
                    Write(writer, new Utf8Cursor(file.Bytes, path, writer.Unreadable), label);
                }
            }
        }
    }

    private static void Write(FamilyWriter writer, Utf8Cursor lines, LabelSet label)
    {
        while (lines.NextLine(out var line))
        {
            foreach (var family in Table.Columns(line.Field()))
            {
                writer.WriteIfKnown(family!, line.UInt64(), label);
            }
        }
    }
}
