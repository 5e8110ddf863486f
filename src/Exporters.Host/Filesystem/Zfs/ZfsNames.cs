namespace Exporters.Host.Filesystem.Zfs;

/// <summary>The families that OpenZFS 0.8 and older have, for the documentation: a later release adds its own under its own names.</summary>
internal static class ZfsNames
{
    /// <summary>Of the file abdstats.</summary>
    public static ReadOnlySpan<byte> Abd =>
        """
        node_zfs_abd_linear_cnt node_zfs_abd_linear_data_size node_zfs_abd_scatter_chunk_waste node_zfs_abd_scatter_cnt
        node_zfs_abd_scatter_data_size node_zfs_abd_scatter_order_0 node_zfs_abd_scatter_order_1 node_zfs_abd_scatter_order_10
        node_zfs_abd_scatter_order_2 node_zfs_abd_scatter_order_3 node_zfs_abd_scatter_order_4 node_zfs_abd_scatter_order_5
        node_zfs_abd_scatter_order_6 node_zfs_abd_scatter_order_7 node_zfs_abd_scatter_order_8 node_zfs_abd_scatter_order_9
        node_zfs_abd_scatter_page_alloc_retry node_zfs_abd_scatter_page_multi_chunk node_zfs_abd_scatter_page_multi_zone
        node_zfs_abd_scatter_sg_table_retry node_zfs_abd_struct_size
        """u8;

    /// <summary>Of the file arcstats.</summary>
    public static ReadOnlySpan<byte> Arc =>
        """
        node_zfs_arc_anon_evictable_data node_zfs_arc_anon_evictable_metadata node_zfs_arc_anon_size
        node_zfs_arc_arc_loaned_bytes node_zfs_arc_arc_meta_limit node_zfs_arc_arc_meta_max node_zfs_arc_arc_meta_min
        node_zfs_arc_arc_meta_used node_zfs_arc_arc_need_free node_zfs_arc_arc_no_grow node_zfs_arc_arc_prune
        node_zfs_arc_arc_sys_free node_zfs_arc_arc_tempreserve node_zfs_arc_c node_zfs_arc_c_max node_zfs_arc_c_min
        node_zfs_arc_data_size node_zfs_arc_deleted node_zfs_arc_demand_data_hits node_zfs_arc_demand_data_misses
        node_zfs_arc_demand_metadata_hits node_zfs_arc_demand_metadata_misses node_zfs_arc_duplicate_buffers
        node_zfs_arc_duplicate_buffers_size node_zfs_arc_duplicate_reads node_zfs_arc_evict_l2_cached
        node_zfs_arc_evict_l2_eligible node_zfs_arc_evict_l2_ineligible node_zfs_arc_evict_l2_skip
        node_zfs_arc_evict_not_enough node_zfs_arc_evict_skip node_zfs_arc_hash_chain_max node_zfs_arc_hash_chains
        node_zfs_arc_hash_collisions node_zfs_arc_hash_elements node_zfs_arc_hash_elements_max node_zfs_arc_hdr_size
        node_zfs_arc_hits node_zfs_arc_l2_abort_lowmem node_zfs_arc_l2_asize node_zfs_arc_l2_cdata_free_on_write
        node_zfs_arc_l2_cksum_bad node_zfs_arc_l2_compress_failures node_zfs_arc_l2_compress_successes
        node_zfs_arc_l2_compress_zeros node_zfs_arc_l2_evict_l1cached node_zfs_arc_l2_evict_lock_retry
        node_zfs_arc_l2_evict_reading node_zfs_arc_l2_feeds node_zfs_arc_l2_free_on_write node_zfs_arc_l2_hdr_size
        node_zfs_arc_l2_hits node_zfs_arc_l2_io_error node_zfs_arc_l2_misses node_zfs_arc_l2_read_bytes
        node_zfs_arc_l2_rw_clash node_zfs_arc_l2_size node_zfs_arc_l2_write_bytes node_zfs_arc_l2_writes_done
        node_zfs_arc_l2_writes_error node_zfs_arc_l2_writes_lock_retry node_zfs_arc_l2_writes_sent
        node_zfs_arc_memory_available_bytes node_zfs_arc_memory_direct_count node_zfs_arc_memory_indirect_count
        node_zfs_arc_memory_throttle_count node_zfs_arc_metadata_size node_zfs_arc_mfu_evictable_data
        node_zfs_arc_mfu_evictable_metadata node_zfs_arc_mfu_ghost_evictable_data node_zfs_arc_mfu_ghost_evictable_metadata
        node_zfs_arc_mfu_ghost_hits node_zfs_arc_mfu_ghost_size node_zfs_arc_mfu_hits node_zfs_arc_mfu_size
        node_zfs_arc_misses node_zfs_arc_mru_evictable_data node_zfs_arc_mru_evictable_metadata
        node_zfs_arc_mru_ghost_evictable_data node_zfs_arc_mru_ghost_evictable_metadata node_zfs_arc_mru_ghost_hits
        node_zfs_arc_mru_ghost_size node_zfs_arc_mru_hits node_zfs_arc_mru_size node_zfs_arc_mutex_miss
        node_zfs_arc_other_size node_zfs_arc_p node_zfs_arc_prefetch_data_hits node_zfs_arc_prefetch_data_misses
        node_zfs_arc_prefetch_metadata_hits node_zfs_arc_prefetch_metadata_misses node_zfs_arc_size
        """u8;

    /// <summary>Of the file dbufstats.</summary>
    public static ReadOnlySpan<byte> Dbuf =>
        """
        node_zfs_dbuf_dbuf_cache_count node_zfs_dbuf_dbuf_cache_hiwater_bytes node_zfs_dbuf_dbuf_cache_level_0
        node_zfs_dbuf_dbuf_cache_level_0_bytes node_zfs_dbuf_dbuf_cache_level_1 node_zfs_dbuf_dbuf_cache_level_10
        node_zfs_dbuf_dbuf_cache_level_10_bytes node_zfs_dbuf_dbuf_cache_level_11 node_zfs_dbuf_dbuf_cache_level_11_bytes
        node_zfs_dbuf_dbuf_cache_level_1_bytes node_zfs_dbuf_dbuf_cache_level_2 node_zfs_dbuf_dbuf_cache_level_2_bytes
        node_zfs_dbuf_dbuf_cache_level_3 node_zfs_dbuf_dbuf_cache_level_3_bytes node_zfs_dbuf_dbuf_cache_level_4
        node_zfs_dbuf_dbuf_cache_level_4_bytes node_zfs_dbuf_dbuf_cache_level_5 node_zfs_dbuf_dbuf_cache_level_5_bytes
        node_zfs_dbuf_dbuf_cache_level_6 node_zfs_dbuf_dbuf_cache_level_6_bytes node_zfs_dbuf_dbuf_cache_level_7
        node_zfs_dbuf_dbuf_cache_level_7_bytes node_zfs_dbuf_dbuf_cache_level_8 node_zfs_dbuf_dbuf_cache_level_8_bytes
        node_zfs_dbuf_dbuf_cache_level_9 node_zfs_dbuf_dbuf_cache_level_9_bytes node_zfs_dbuf_dbuf_cache_lowater_bytes
        node_zfs_dbuf_dbuf_cache_max_bytes node_zfs_dbuf_dbuf_cache_size node_zfs_dbuf_dbuf_cache_size_max
        node_zfs_dbuf_dbuf_cache_total_evicts node_zfs_dbuf_hash_chain_max node_zfs_dbuf_hash_chains
        node_zfs_dbuf_hash_collisions node_zfs_dbuf_hash_dbuf_level_0 node_zfs_dbuf_hash_dbuf_level_0_bytes
        node_zfs_dbuf_hash_dbuf_level_1 node_zfs_dbuf_hash_dbuf_level_10 node_zfs_dbuf_hash_dbuf_level_10_bytes
        node_zfs_dbuf_hash_dbuf_level_11 node_zfs_dbuf_hash_dbuf_level_11_bytes node_zfs_dbuf_hash_dbuf_level_1_bytes
        node_zfs_dbuf_hash_dbuf_level_2 node_zfs_dbuf_hash_dbuf_level_2_bytes node_zfs_dbuf_hash_dbuf_level_3
        node_zfs_dbuf_hash_dbuf_level_3_bytes node_zfs_dbuf_hash_dbuf_level_4 node_zfs_dbuf_hash_dbuf_level_4_bytes
        node_zfs_dbuf_hash_dbuf_level_5 node_zfs_dbuf_hash_dbuf_level_5_bytes node_zfs_dbuf_hash_dbuf_level_6
        node_zfs_dbuf_hash_dbuf_level_6_bytes node_zfs_dbuf_hash_dbuf_level_7 node_zfs_dbuf_hash_dbuf_level_7_bytes
        node_zfs_dbuf_hash_dbuf_level_8 node_zfs_dbuf_hash_dbuf_level_8_bytes node_zfs_dbuf_hash_dbuf_level_9
        node_zfs_dbuf_hash_dbuf_level_9_bytes node_zfs_dbuf_hash_elements node_zfs_dbuf_hash_elements_max
        node_zfs_dbuf_hash_hits node_zfs_dbuf_hash_insert_race node_zfs_dbuf_hash_misses
        """u8;

    /// <summary>Of the file dmu_tx.</summary>
    public static ReadOnlySpan<byte> DmuTx =>
        """
        node_zfs_dmu_tx_dmu_tx_assigned node_zfs_dmu_tx_dmu_tx_delay node_zfs_dmu_tx_dmu_tx_dirty_delay
        node_zfs_dmu_tx_dmu_tx_dirty_over_max node_zfs_dmu_tx_dmu_tx_dirty_throttle node_zfs_dmu_tx_dmu_tx_error
        node_zfs_dmu_tx_dmu_tx_group node_zfs_dmu_tx_dmu_tx_memory_reclaim node_zfs_dmu_tx_dmu_tx_memory_reserve
        node_zfs_dmu_tx_dmu_tx_quota node_zfs_dmu_tx_dmu_tx_suspended
        """u8;

    /// <summary>Of the file dnodestats.</summary>
    public static ReadOnlySpan<byte> Dnode =>
        """
        node_zfs_dnode_dnode_alloc_next_block node_zfs_dnode_dnode_alloc_next_chunk node_zfs_dnode_dnode_alloc_race
        node_zfs_dnode_dnode_allocate node_zfs_dnode_dnode_buf_evict node_zfs_dnode_dnode_hold_alloc_hits
        node_zfs_dnode_dnode_hold_alloc_interior node_zfs_dnode_dnode_hold_alloc_lock_misses
        node_zfs_dnode_dnode_hold_alloc_lock_retry node_zfs_dnode_dnode_hold_alloc_misses
        node_zfs_dnode_dnode_hold_alloc_type_none node_zfs_dnode_dnode_hold_dbuf_hold node_zfs_dnode_dnode_hold_dbuf_read
        node_zfs_dnode_dnode_hold_free_hits node_zfs_dnode_dnode_hold_free_lock_misses node_zfs_dnode_dnode_hold_free_lock_retry
        node_zfs_dnode_dnode_hold_free_misses node_zfs_dnode_dnode_hold_free_overflow node_zfs_dnode_dnode_hold_free_refcount
        node_zfs_dnode_dnode_hold_free_txg node_zfs_dnode_dnode_move_active node_zfs_dnode_dnode_move_handle
        node_zfs_dnode_dnode_move_invalid node_zfs_dnode_dnode_move_recheck1 node_zfs_dnode_dnode_move_recheck2
        node_zfs_dnode_dnode_move_rwlock node_zfs_dnode_dnode_move_special node_zfs_dnode_dnode_reallocate
        """u8;

    /// <summary>Of the file fm.</summary>
    public static ReadOnlySpan<byte> Fm =>
        """
        node_zfs_fm_erpt_dropped node_zfs_fm_erpt_set_failed node_zfs_fm_fmri_set_failed node_zfs_fm_payload_set_failed
        """u8;

    /// <summary>Of the file vdev_cache_stats.</summary>
    public static ReadOnlySpan<byte> VdevCache =>
        """
        node_zfs_vdev_cache_delegations node_zfs_vdev_cache_hits node_zfs_vdev_cache_misses
        """u8;

    /// <summary>Of the file vdev_mirror_stats.</summary>
    public static ReadOnlySpan<byte> VdevMirror =>
        """
        node_zfs_vdev_mirror_non_rotating_linear node_zfs_vdev_mirror_non_rotating_seek node_zfs_vdev_mirror_preferred_found
        node_zfs_vdev_mirror_preferred_not_found node_zfs_vdev_mirror_rotating_linear node_zfs_vdev_mirror_rotating_offset
        node_zfs_vdev_mirror_rotating_seek
        """u8;

    /// <summary>Of the file xuio_stats.</summary>
    public static ReadOnlySpan<byte> Xuio =>
        """
        node_zfs_xuio_onloan_read_buf node_zfs_xuio_onloan_write_buf node_zfs_xuio_read_buf_copied
        node_zfs_xuio_read_buf_nocopy node_zfs_xuio_write_buf_copied node_zfs_xuio_write_buf_nocopy
        """u8;

    /// <summary>Of the file zfetchstats.</summary>
    public static ReadOnlySpan<byte> Zfetch =>
        """
        node_zfs_zfetch_bogus_streams node_zfs_zfetch_colinear_hits node_zfs_zfetch_colinear_misses node_zfs_zfetch_hits
        node_zfs_zfetch_misses node_zfs_zfetch_reclaim_failures node_zfs_zfetch_reclaim_successes
        node_zfs_zfetch_streams_noresets node_zfs_zfetch_streams_resets node_zfs_zfetch_stride_hits
        node_zfs_zfetch_stride_misses
        """u8;

    /// <summary>Of the file zil.</summary>
    public static ReadOnlySpan<byte> Zil =>
        """
        node_zfs_zil_zil_commit_count node_zfs_zil_zil_commit_writer_count node_zfs_zil_zil_itx_copied_bytes
        node_zfs_zil_zil_itx_copied_count node_zfs_zil_zil_itx_count node_zfs_zil_zil_itx_indirect_bytes
        node_zfs_zil_zil_itx_indirect_count node_zfs_zil_zil_itx_metaslab_normal_bytes node_zfs_zil_zil_itx_metaslab_normal_count
        node_zfs_zil_zil_itx_metaslab_slog_bytes node_zfs_zil_zil_itx_metaslab_slog_count node_zfs_zil_zil_itx_needcopy_bytes
        node_zfs_zil_zil_itx_needcopy_count
        """u8;

    /// <summary>Of the objset files, one for each dataset.</summary>
    public static ReadOnlySpan<byte> Dataset =>
        """
        node_zfs_zpool_dataset_nread node_zfs_zpool_dataset_nunlinked node_zfs_zpool_dataset_nunlinks
        node_zfs_zpool_dataset_nwritten node_zfs_zpool_dataset_reads node_zfs_zpool_dataset_writes
        """u8;

    /// <summary>Of the io file of a pool.</summary>
    public static ReadOnlySpan<byte> Pool =>
        """
        node_zfs_zpool_nread node_zfs_zpool_nwritten node_zfs_zpool_rcnt node_zfs_zpool_reads node_zfs_zpool_rlentime
        node_zfs_zpool_rtime node_zfs_zpool_rupdate node_zfs_zpool_wcnt node_zfs_zpool_wlentime node_zfs_zpool_writes
        node_zfs_zpool_wtime node_zfs_zpool_wupdate
        """u8;
}
