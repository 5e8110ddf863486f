using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>The families of InfiniBand and RoCE ports, and the files that they are from.</summary>
internal static class InfinibandFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>One for each device.</summary>
    public static readonly Family Info = Made.Info("node_infiniband_info", "What the device tells of itself.", "device", "board_id", "firmware_version", "hca_type");

    /// <summary><c>4: ACTIVE</c>.</summary>
    public static readonly Family State = Gauge("node_infiniband_state_id", "State of the port: 0 no change, 1 down, 2 init, 3 armed, 4 active, 5 active and deferred.");

    /// <summary><c>5: LinkUp</c>.</summary>
    public static readonly Family PhysicalState = Gauge(
        "node_infiniband_physical_state_id", "Physical state of the port: 0 no change, 1 sleep, 2 polling, 3 disabled, 4 shift, 5 link up, 6 link error recovery, 7 test.");

    /// <summary><c>40 Gb/sec (4X QDR)</c>.</summary>
    public static readonly Family Rate = Gauge("node_infiniband_rate_bytes_per_second", "Highest rate of the link, in bytes per second.");

    /// <summary>Milliseconds.</summary>
    public static readonly Family Lifespan = Gauge("node_infiniband_lifespan_seconds", "Time for which the hardware keeps counters before it reads them anew, in whole seconds.");

    /// <summary>Amounts that are counted on each of four lanes.</summary>
    public static readonly FamilyTable Words = new(
        """
        counters/port_rcv_data counter node_infiniband_port_data_received_bytes_total Data received, in bytes.
        counters/port_xmit_data counter node_infiniband_port_data_transmitted_bytes_total Data sent, in bytes.
        counters_ext/port_rcv_data_64 counter node_infiniband_legacy_data_received_bytes_total Data received, in bytes, before Linux 4.5.
        counters_ext/port_xmit_data_64 counter node_infiniband_legacy_data_transmitted_bytes_total Data sent, in bytes, before Linux 4.5.
        """u8,
        "device", "port");

    /// <summary>Files of a port.</summary>
    public static readonly FamilyTable Counters = new(
        """
        counters/excessive_buffer_overrun_errors counter node_infiniband_excessive_buffer_overrun_errors_total Periods of flow control in which a buffer overran, several in a row.
        counters/link_downed counter node_infiniband_link_downed_total Times that the link went down after an error.
        counters/link_error_recovery counter node_infiniband_link_error_recovery_total Times that the link recovered from an error.
        counters/local_link_integrity_errors counter node_infiniband_local_link_integrity_errors_total Times that errors of the port exceeded their threshold.
        counters/multicast_rcv_packets counter node_infiniband_multicast_packets_received_total Multicast packets received, faulty ones included.
        counters/multicast_xmit_packets counter node_infiniband_multicast_packets_transmitted_total Multicast packets sent, faulty ones included.
        counters/port_rcv_constraint_errors counter node_infiniband_port_constraint_errors_received_total Packets received that the switch port discarded.
        counters/port_rcv_discards counter node_infiniband_port_discards_received_total Packets received that the port discarded: down or congested.
        counters/port_rcv_errors counter node_infiniband_port_errors_received_total Packets received with an error.
        counters/port_rcv_packets counter node_infiniband_port_packets_received_total Packets received, faulty ones included.
        counters/port_rcv_remote_physical_errors counter node_infiniband_port_receive_remote_physical_errors_total Packets received that another port had marked as bad.
        counters/port_rcv_switch_relay_errors counter node_infiniband_port_receive_switch_relay_errors_total Packets that the switch could not forward.
        counters/port_xmit_constraint_errors counter node_infiniband_port_constraint_errors_transmitted_total Packets that the switch port did not send.
        counters/port_xmit_discards counter node_infiniband_port_discards_transmitted_total Packets to send that the port discarded: down or congested.
        counters/port_xmit_packets counter node_infiniband_port_packets_transmitted_total Packets sent, faulty ones included.
        counters/port_xmit_wait counter node_infiniband_port_transmit_wait_total Ticks in which there was data to send and none was sent.
        counters/symbol_error counter node_infiniband_symbol_error_total Small errors of the link.
        counters/unicast_rcv_packets counter node_infiniband_unicast_packets_received_total Unicast packets received, faulty ones included.
        counters/unicast_xmit_packets counter node_infiniband_unicast_packets_transmitted_total Unicast packets sent, faulty ones included.
        counters/VL15_dropped counter node_infiniband_vl15_dropped_total Management packets (VL15) dropped for want of room.
        counters_ext/port_multicast_rcv_packets counter node_infiniband_legacy_multicast_packets_received_total Multicast packets received, before Linux 4.5.
        counters_ext/port_multicast_xmit_packets counter node_infiniband_legacy_multicast_packets_transmitted_total Multicast packets sent, before Linux 4.5.
        counters_ext/port_rcv_packets_64 counter node_infiniband_legacy_packets_received_total Packets received, before Linux 4.5.
        counters_ext/port_unicast_rcv_packets counter node_infiniband_legacy_unicast_packets_received_total Unicast packets received, before Linux 4.5.
        counters_ext/port_unicast_xmit_packets counter node_infiniband_legacy_unicast_packets_transmitted_total Unicast packets sent, before Linux 4.5.
        counters_ext/port_xmit_packets_64 counter node_infiniband_legacy_packets_transmitted_total Packets sent, before Linux 4.5.
        hw_counters/duplicate_request counter node_infiniband_duplicate_requests_packets_total Requests received that had been done before.
        hw_counters/implied_nak_seq_err counter node_infiniband_implied_nak_seq_errors_total Acknowledgements with a sequence number beyond the expected one.
        hw_counters/local_ack_timeout_err counter node_infiniband_local_ack_timeout_errors_total Times that an acknowledgement did not come in time.
        hw_counters/np_cnp_sent counter node_infiniband_np_cnp_packets_sent_total Notifications of congestion (CNP) sent.
        hw_counters/np_ecn_marked_roce_packets counter node_infiniband_np_ecn_marked_roce_packets_received_total RoCE packets received with the mark of congestion.
        hw_counters/out_of_buffer counter node_infiniband_out_of_buffer_drops_total Packets dropped because the queue had no buffer.
        hw_counters/out_of_sequence counter node_infiniband_out_of_sequence_packets_received_total Packets received out of sequence.
        hw_counters/packet_seq_err counter node_infiniband_packet_sequence_errors_total Refusals received because of the sequence number.
        hw_counters/req_cqe_error counter node_infiniband_req_cqes_errors_total Requests that ended with an error.
        hw_counters/req_cqe_flush_error counter node_infiniband_req_cqes_flush_errors_total Requests that were flushed with an error.
        hw_counters/req_remote_access_errors counter node_infiniband_req_remote_access_errors_total Requests that the other side did not allow.
        hw_counters/req_remote_invalid_request counter node_infiniband_req_remote_invalid_request_errors_total Requests that the other side called invalid.
        hw_counters/resp_cqe_error counter node_infiniband_resp_cqes_errors_total Answers that ended with an error.
        hw_counters/resp_cqe_flush_error counter node_infiniband_resp_cqes_flush_errors_total Answers that were flushed with an error.
        hw_counters/resp_local_length_error counter node_infiniband_resp_local_length_errors_total Requests received of a wrong length.
        hw_counters/resp_remote_access_errors counter node_infiniband_resp_remote_access_errors_total Requests received that are not allowed.
        hw_counters/rnr_nak_retry_err counter node_infiniband_rnr_nak_retry_packets_received_total Refusals received because the other side was not ready.
        hw_counters/roce_adp_retrans counter node_infiniband_roce_adp_retransmits_total Adaptive retransmissions of RoCE.
        hw_counters/roce_adp_retrans_to counter node_infiniband_roce_adp_retransmits_timeout_total Timeouts of adaptive retransmissions of RoCE.
        hw_counters/roce_slow_restart counter node_infiniband_roce_slow_restart_used_total Times that the slow restart of RoCE was used.
        hw_counters/roce_slow_restart_cnps counter node_infiniband_roce_slow_restart_cnps_total Notifications of congestion that the slow restart of RoCE made.
        hw_counters/roce_slow_restart_trans counter node_infiniband_roce_slow_restart_total Times that RoCE went over to slow restart.
        hw_counters/rp_cnp_handled counter node_infiniband_rp_cnp_packets_handled_total Notifications of congestion that slowed sending down.
        hw_counters/rp_cnp_ignored counter node_infiniband_rp_cnp_ignored_packets_received_total Notifications of congestion received and passed over.
        hw_counters/rx_atomic_requests counter node_infiniband_rx_atomic_requests_total Atomic requests received.
        hw_counters/rx_dct_connect counter node_infiniband_rx_dct_connect_requests_total Requests for dynamic connections received.
        hw_counters/rx_read_requests counter node_infiniband_rx_read_requests_total Read requests received.
        hw_counters/rx_write_requests counter node_infiniband_rx_write_requests_total Write requests received.
        hw_counters/rx_icrc_encapsulated counter node_infiniband_rx_icrc_encapsulated_errors_total RoCE packets received with a wrong checksum.
        """u8,
        "device", "port");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => [.. Made, .. Words.Families, .. Counters.Families];

    private static Family Gauge(string name, string help) => Made.Gauge(name, help, "device", "port");
}
