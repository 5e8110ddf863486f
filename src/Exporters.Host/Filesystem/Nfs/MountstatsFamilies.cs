using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>The families of each line of an NFS mount in <c>mountstats</c>, by the place of the number; null for one that is not shown.</summary>
internal static class MountstatsFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>Where a mount is.</summary>
    public static readonly Family Mountpoint = Made.Info("node_mountstats_nfs_mountpoint_info", "Where the export is mounted.", "export", "protocol", "mountaddr", "mountpoint");

    /// <summary>Line <c>age</c>.</summary>
    public static readonly Family?[] Age = [Mount("node_mountstats_nfs_age_seconds_total", "Time since the mount, in seconds.")];

    /// <summary>Line <c>bytes</c>.</summary>
    public static readonly Family?[] Bytes =
    [
        Mount("node_mountstats_nfs_read_bytes_total", "Data read by read(2), in bytes."),
        Mount("node_mountstats_nfs_write_bytes_total", "Data written by write(2), in bytes."),
        Mount("node_mountstats_nfs_direct_read_bytes_total", "Data read with O_DIRECT, in bytes."),
        Mount("node_mountstats_nfs_direct_write_bytes_total", "Data written with O_DIRECT, in bytes."),
        Mount("node_mountstats_nfs_total_read_bytes_total", "Data read from the server, in bytes."),
        Mount("node_mountstats_nfs_total_write_bytes_total", "Data written to the server, in bytes."),
        Mount("node_mountstats_nfs_read_pages_total", "Pages read through mmap(2)."),
        Mount("node_mountstats_nfs_write_pages_total", "Pages written through mmap(2)."),
    ];

    /// <summary>Line <c>events</c>.</summary>
    public static readonly Family?[] Events =
    [
        Mount("node_mountstats_nfs_event_inode_revalidate_total", "Cached attributes of inodes asked anew."),
        Mount("node_mountstats_nfs_event_dnode_revalidate_total", "Cached directory entries asked anew."),
        Mount("node_mountstats_nfs_event_data_invalidate_total", "Cached contents of inodes dropped."),
        Mount("node_mountstats_nfs_event_attribute_invalidate_total", "Cached attributes of inodes dropped."),
        Mount("node_mountstats_nfs_event_vfs_open_total", "Files and directories opened."),
        Mount("node_mountstats_nfs_event_vfs_lookup_total", "Names looked up."),
        Mount("node_mountstats_nfs_event_vfs_access_total", "Permissions checked."),
        Mount("node_mountstats_nfs_event_vfs_update_page_total", "Pages changed."),
        Mount("node_mountstats_nfs_event_vfs_read_page_total", "Pages read one by one."),
        Mount("node_mountstats_nfs_event_vfs_read_pages_total", "Groups of pages read."),
        Mount("node_mountstats_nfs_event_vfs_write_page_total", "Pages written one by one."),
        Mount("node_mountstats_nfs_event_vfs_write_pages_total", "Groups of pages written."),
        Mount("node_mountstats_nfs_event_vfs_getdents_total", "Readings of directories."),
        Mount("node_mountstats_nfs_event_vfs_setattr_total", "Attributes set."),
        Mount("node_mountstats_nfs_event_vfs_flush_total", "Pending writes sent to the server at once."),
        Mount("node_mountstats_nfs_event_vfs_fsync_total", "Calls of fsync(2)."),
        Mount("node_mountstats_nfs_event_vfs_lock_total", "Locks asked for."),
        Mount("node_mountstats_nfs_event_vfs_file_release_total", "Files closed."),
        null,
        Mount("node_mountstats_nfs_event_truncation_total", "Files cut."),
        Mount("node_mountstats_nfs_event_write_extension_total", "Files that grew by a write past their end."),
        Mount("node_mountstats_nfs_event_silly_rename_total", "Files removed while another process had them open."),
        Mount("node_mountstats_nfs_event_short_read_total", "Reads to which the server gave less than was asked."),
        Mount("node_mountstats_nfs_event_short_write_total", "Writes of which the server took less than was sent."),
        Mount("node_mountstats_nfs_event_jukebox_delay_total", "Answers that the server must fetch the data first (EJUKEBOX)."),
        Mount("node_mountstats_nfs_event_pnfs_read_total", "Reads by pNFS."),
        Mount("node_mountstats_nfs_event_pnfs_write_total", "Writes by pNFS."),
    ];

    /// <summary>Line <c>xprt</c> after the protocol, as it is for TCP; of UDP the third to fifth numbers are missing.</summary>
    public static readonly Family?[] Transport =
    [
        null,
        Transmission(Made.Counter, "node_mountstats_nfs_transport_bind_total", "Times that a port was asked of the port mapper."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_connect_total", "Connections made."),
        null,
        Transmission(Made.Gauge, "node_mountstats_nfs_transport_idle_time_seconds", "Time since the last request, in seconds."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_sends_total", "Requests sent."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_receives_total", "Answers received."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_bad_transaction_ids_total", "Answers to no request."),
        null,
        Transmission(Made.Counter, "node_mountstats_nfs_transport_backlog_queue_total", "Requests in the backlog, summed at each request."),
        Transmission(Made.Gauge, "node_mountstats_nfs_transport_maximum_rpc_slots", "Requests under way at once at most."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_sending_queue_total", "Requests waiting to be sent, summed at each request."),
        Transmission(Made.Counter, "node_mountstats_nfs_transport_pending_queue_total", "Requests waiting for an answer, summed at each request."),
    ];

    /// <summary>The numbers of an operation; those from the sixth on are milliseconds.</summary>
    public static readonly Family?[] Operation =
    [
        Operations("node_mountstats_nfs_operations_requests_total", "Requests."),
        Operations("node_mountstats_nfs_operations_transmissions_total", "Requests sent, repeated ones included."),
        Operations("node_mountstats_nfs_operations_major_timeouts_total", "Requests without an answer in time."),
        Operations("node_mountstats_nfs_operations_sent_bytes_total", "Data sent, in bytes."),
        Operations("node_mountstats_nfs_operations_received_bytes_total", "Data received, in bytes."),
        Operations("node_mountstats_nfs_operations_queue_time_seconds_total", "Time that requests waited to be sent, in seconds."),
        Operations("node_mountstats_nfs_operations_response_time_seconds_total", "Time from sending to answer, in seconds."),
        Operations("node_mountstats_nfs_operations_request_time_seconds_total", "Time of requests altogether, in seconds."),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => Made;

    private static Family Mount(string name, string help) => Made.Counter(name, help, "export", "protocol", "mountaddr");

    private static Family Transmission(Func<string, string, string[], Family> make, string name, string help) =>
        make(name, help, ["export", "protocol", "mountaddr", "transport"]);

    private static Family Operations(string name, string help) => Made.Counter(name, help, "export", "protocol", "mountaddr", "operation");
}
