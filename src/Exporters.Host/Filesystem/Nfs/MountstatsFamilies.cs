using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>The families of each line of an NFS mount in <c>mountstats</c>, by the place of the number.</summary>
internal static class MountstatsFamilies
{
    /// <summary>Where a mount is.</summary>
    public static readonly Family Mountpoint = Family.Info(
        "node_mountstats_nfs_mountpoint_info", "Where the export is mounted.", "export", "protocol", "mountaddr", "mountpoint");

    /// <summary>Lines of the mount itself.</summary>
    public static readonly FamilyTable Mount = new(
        """
        age: counter node_mountstats_nfs_age_seconds_total Time since the mount, in seconds.
        bytes: counter node_mountstats_nfs_read_bytes_total Data read by read(2), in bytes.
        bytes: counter node_mountstats_nfs_write_bytes_total Data written by write(2), in bytes.
        bytes: counter node_mountstats_nfs_direct_read_bytes_total Data read with O_DIRECT, in bytes.
        bytes: counter node_mountstats_nfs_direct_write_bytes_total Data written with O_DIRECT, in bytes.
        bytes: counter node_mountstats_nfs_total_read_bytes_total Data read from the server, in bytes.
        bytes: counter node_mountstats_nfs_total_write_bytes_total Data written to the server, in bytes.
        bytes: counter node_mountstats_nfs_read_pages_total Pages read through mmap(2).
        bytes: counter node_mountstats_nfs_write_pages_total Pages written through mmap(2).
        events: counter node_mountstats_nfs_event_inode_revalidate_total Cached attributes of inodes asked anew.
        events: counter node_mountstats_nfs_event_dnode_revalidate_total Cached directory entries asked anew.
        events: counter node_mountstats_nfs_event_data_invalidate_total Cached contents of inodes dropped.
        events: counter node_mountstats_nfs_event_attribute_invalidate_total Cached attributes of inodes dropped.
        events: counter node_mountstats_nfs_event_vfs_open_total Files and directories opened.
        events: counter node_mountstats_nfs_event_vfs_lookup_total Names looked up.
        events: counter node_mountstats_nfs_event_vfs_access_total Permissions checked.
        events: counter node_mountstats_nfs_event_vfs_update_page_total Pages changed.
        events: counter node_mountstats_nfs_event_vfs_read_page_total Pages read one by one.
        events: counter node_mountstats_nfs_event_vfs_read_pages_total Groups of pages read.
        events: counter node_mountstats_nfs_event_vfs_write_page_total Pages written one by one.
        events: counter node_mountstats_nfs_event_vfs_write_pages_total Groups of pages written.
        events: counter node_mountstats_nfs_event_vfs_getdents_total Readings of directories.
        events: counter node_mountstats_nfs_event_vfs_setattr_total Attributes set.
        events: counter node_mountstats_nfs_event_vfs_flush_total Pending writes sent to the server at once.
        events: counter node_mountstats_nfs_event_vfs_fsync_total Calls of fsync(2).
        events: counter node_mountstats_nfs_event_vfs_lock_total Locks asked for.
        events: counter node_mountstats_nfs_event_vfs_file_release_total Files closed.
        events: -
        events: counter node_mountstats_nfs_event_truncation_total Files cut.
        events: counter node_mountstats_nfs_event_write_extension_total Files that grew by a write past their end.
        events: counter node_mountstats_nfs_event_silly_rename_total Files removed while another process had them open.
        events: counter node_mountstats_nfs_event_short_read_total Reads to which the server gave less than was asked.
        events: counter node_mountstats_nfs_event_short_write_total Writes of which the server took less than was sent.
        events: counter node_mountstats_nfs_event_jukebox_delay_total Answers that the server must fetch the data first (EJUKEBOX).
        events: counter node_mountstats_nfs_event_pnfs_read_total Reads by pNFS.
        events: counter node_mountstats_nfs_event_pnfs_write_total Writes by pNFS.
        """u8,
        "export", "protocol", "mountaddr");

    /// <summary>Line <c>xprt</c> after the protocol, as it is for TCP; of UDP the third to fifth numbers are missing.</summary>
    public static readonly FamilyTable Transport = new(
        """
        xprt: -
        xprt: counter node_mountstats_nfs_transport_bind_total Times that a port was asked of the port mapper.
        xprt: counter node_mountstats_nfs_transport_connect_total Connections made.
        xprt: -
        xprt: gauge node_mountstats_nfs_transport_idle_time_seconds Time since the last request, in seconds.
        xprt: counter node_mountstats_nfs_transport_sends_total Requests sent.
        xprt: counter node_mountstats_nfs_transport_receives_total Answers received.
        xprt: counter node_mountstats_nfs_transport_bad_transaction_ids_total Answers to no request.
        xprt: -
        xprt: counter node_mountstats_nfs_transport_backlog_queue_total Requests in the backlog, summed at each request.
        xprt: gauge node_mountstats_nfs_transport_maximum_rpc_slots Requests under way at once at most.
        xprt: counter node_mountstats_nfs_transport_sending_queue_total Requests waiting to be sent, summed at each request.
        xprt: counter node_mountstats_nfs_transport_pending_queue_total Requests waiting for an answer, summed at each request.
        """u8,
        "export", "protocol", "mountaddr", "transport");

    /// <summary>The numbers of an operation; those from the sixth on are milliseconds.</summary>
    public static readonly FamilyTable Operation = new(
        """
        op counter node_mountstats_nfs_operations_requests_total Requests.
        op counter node_mountstats_nfs_operations_transmissions_total Requests sent, repeated ones included.
        op counter node_mountstats_nfs_operations_major_timeouts_total Requests without an answer in time.
        op counter node_mountstats_nfs_operations_sent_bytes_total Data sent, in bytes.
        op counter node_mountstats_nfs_operations_received_bytes_total Data received, in bytes.
        op counter node_mountstats_nfs_operations_queue_time_seconds_total Time that requests waited to be sent, in seconds.
        op counter node_mountstats_nfs_operations_response_time_seconds_total Time from sending to answer, in seconds.
        op counter node_mountstats_nfs_operations_request_time_seconds_total Time of requests altogether, in seconds.
        """u8,
        "export", "protocol", "mountaddr", "operation");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => [Mountpoint, .. Mount.Families, .. Transport.Families, .. Operation.Families];
}
