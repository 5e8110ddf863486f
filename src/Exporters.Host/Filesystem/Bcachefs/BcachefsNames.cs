namespace Exporters.Host.Filesystem.Bcachefs;

/// <summary>The counters that bcachefs of 2026 has, for the documentation: another release has others, under its own names.</summary>
internal static class BcachefsNames
{
    /// <summary>Families of the files of <c>counters</c>.</summary>
    public static ReadOnlySpan<byte> Counters =>
        """
        node_bcachefs_accounting_key_to_wb_slowpath_total node_bcachefs_bkey_pack_pos_fail_total
        node_bcachefs_btree_cache_cannibalize_lock_fail_total node_bcachefs_btree_cache_cannibalize_lock_total
        node_bcachefs_btree_cache_cannibalize_total node_bcachefs_btree_cache_cannibalize_unlock_total
        node_bcachefs_btree_cache_reap_total node_bcachefs_btree_cache_scan_total node_bcachefs_btree_key_cache_fill_total
        node_bcachefs_btree_node_alloc_total node_bcachefs_btree_node_compact_total node_bcachefs_btree_node_free_total
        node_bcachefs_btree_node_merge_attempt_total node_bcachefs_btree_node_merge_total node_bcachefs_btree_node_read_total
        node_bcachefs_btree_node_rewrite_total node_bcachefs_btree_node_set_root_total node_bcachefs_btree_node_split_total
        node_bcachefs_btree_node_write_total node_bcachefs_btree_path_relock_fail_total
        node_bcachefs_btree_path_upgrade_fail_total node_bcachefs_btree_reserve_get_fail_total
        node_bcachefs_bucket_alloc_fail_total node_bcachefs_bucket_alloc_from_stripe_total node_bcachefs_bucket_alloc_total
        node_bcachefs_bucket_discard_fast_total node_bcachefs_bucket_discard_fast_worker_total node_bcachefs_bucket_discard_total
        node_bcachefs_bucket_discard_worker_total node_bcachefs_bucket_invalidate_total node_bcachefs_cached_ptr_drop_total
        node_bcachefs_copygc_total node_bcachefs_copygc_wait_obsolete_total node_bcachefs_data_read_bounce_total
        node_bcachefs_data_read_fail_and_poison_total node_bcachefs_data_read_hole_total node_bcachefs_data_read_inline_total
        node_bcachefs_data_read_narrow_crcs_fail_total node_bcachefs_data_read_narrow_crcs_total
        node_bcachefs_data_read_nopromote_already_promoted_total node_bcachefs_data_read_nopromote_congested_total
        node_bcachefs_data_read_nopromote_may_not_total node_bcachefs_data_read_nopromote_total
        node_bcachefs_data_read_nopromote_unwritten_total node_bcachefs_data_read_promote_total
        node_bcachefs_data_read_retry_total node_bcachefs_data_read_reuse_race_total node_bcachefs_data_read_split_total
        node_bcachefs_data_read_total node_bcachefs_data_update_fail_total node_bcachefs_data_update_in_flight_total
        node_bcachefs_data_update_key_fail_total node_bcachefs_data_update_key_total node_bcachefs_data_update_no_io_total
        node_bcachefs_data_update_noop_obsolete_total node_bcachefs_data_update_pred_total node_bcachefs_data_update_read_total
        node_bcachefs_data_update_start_fail_obsolete_total node_bcachefs_data_update_total
        node_bcachefs_data_update_useless_write_fail_total node_bcachefs_data_update_write_total node_bcachefs_data_write_total
        node_bcachefs_error_throw_total node_bcachefs_evacuate_bucket_total node_bcachefs_fsync_total
        node_bcachefs_gc_gens_end_total node_bcachefs_gc_gens_start_total node_bcachefs_journal_full_total
        node_bcachefs_journal_reclaim_finish_total node_bcachefs_journal_reclaim_start_total
        node_bcachefs_journal_res_get_blocked_total node_bcachefs_journal_write_total node_bcachefs_open_bucket_alloc_fail_total
        node_bcachefs_reconcile_btree_total node_bcachefs_reconcile_clear_scan_total node_bcachefs_reconcile_data_total
        node_bcachefs_reconcile_phys_total node_bcachefs_reconcile_scan_device_total node_bcachefs_reconcile_scan_fs_total
        node_bcachefs_reconcile_scan_inum_total node_bcachefs_reconcile_scan_metadata_total
        node_bcachefs_reconcile_scan_pending_total node_bcachefs_reconcile_set_pending_total node_bcachefs_sectors_alloc_total
        node_bcachefs_stripe_alloc_total node_bcachefs_stripe_create_fail_total node_bcachefs_stripe_create_total
        node_bcachefs_stripe_delete_total node_bcachefs_stripe_reuse_total node_bcachefs_stripe_update_bucket_total
        node_bcachefs_stripe_update_extent_fail_total node_bcachefs_stripe_update_extent_total node_bcachefs_sync_fs_total
        node_bcachefs_trans_blocked_journal_reclaim_total node_bcachefs_trans_restart_btree_node_reused_total
        node_bcachefs_trans_restart_btree_node_split_total node_bcachefs_trans_restart_fault_inject_total
        node_bcachefs_trans_restart_injected_total node_bcachefs_trans_restart_iter_upgrade_total
        node_bcachefs_trans_restart_journal_preres_get_total node_bcachefs_trans_restart_journal_reclaim_total
        node_bcachefs_trans_restart_journal_res_get_total node_bcachefs_trans_restart_key_cache_key_realloced_total
        node_bcachefs_trans_restart_key_cache_raced_total node_bcachefs_trans_restart_key_cache_upgrade_total
        node_bcachefs_trans_restart_mark_replicas_total node_bcachefs_trans_restart_mem_realloced_total
        node_bcachefs_trans_restart_memory_allocation_failure_total node_bcachefs_trans_restart_relock_after_fill_total
        node_bcachefs_trans_restart_relock_key_cache_fill_obsolete_total node_bcachefs_trans_restart_relock_next_node_total
        node_bcachefs_trans_restart_relock_parent_for_fill_obsolete_total node_bcachefs_trans_restart_relock_path_intent_total
        node_bcachefs_trans_restart_relock_path_total node_bcachefs_trans_restart_relock_total
        node_bcachefs_trans_restart_split_race_total node_bcachefs_trans_restart_too_many_iters_total
        node_bcachefs_trans_restart_traverse_total node_bcachefs_trans_restart_upgrade_total
        node_bcachefs_trans_restart_would_deadlock_recursion_limit_total node_bcachefs_trans_restart_would_deadlock_total
        node_bcachefs_trans_restart_would_deadlock_write_total node_bcachefs_trans_restart_write_buffer_flush_total
        node_bcachefs_trans_traverse_all_total node_bcachefs_transaction_commit_total
        node_bcachefs_write_buffer_flush_slowpath_total node_bcachefs_write_buffer_flush_sync_total
        node_bcachefs_write_buffer_flush_total node_bcachefs_write_buffer_maybe_flush_total node_bcachefs_write_super_total
        """u8;
}
