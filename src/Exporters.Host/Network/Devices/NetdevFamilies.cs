using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// What the netdev collector exports. The names of <c>/proc/net/dev</c>, which sum up some of netlink's counters as that file does,
/// are the default; with detailed metrics each counter has its own.
/// </summary>
internal static class NetdevFamilies
{
    private static readonly Family ReceiveBytes = Counter("node_network_receive_bytes_total", "Bytes received.");
    private static readonly Family ReceivePackets = Counter("node_network_receive_packets_total", "Packets received.");
    private static readonly Family ReceiveErrs = Counter("node_network_receive_errs_total", "Bad packets received.");
    private static readonly Family ReceiveDrop = Counter("node_network_receive_drop_total", "Received packets dropped, those that the device missed included.");
    private static readonly Family ReceiveFifo = Counter("node_network_receive_fifo_total", "Receiver FIFO overruns.");
    private static readonly Family ReceiveFrame = Counter("node_network_receive_frame_total", "Received packets with wrong alignment, length or checksum, or that overflowed the ring.");
    private static readonly Family ReceiveCompressed = Counter("node_network_receive_compressed_total", "Compressed packets received.");
    private static readonly Family ReceiveMulticast = Counter("node_network_receive_multicast_total", "Multicast packets received.");
    private static readonly Family ReceiveNoHandler = Counter("node_network_receive_nohandler_total", "Received packets dropped because nobody handles their protocol.");
    private static readonly Family TransmitBytes = Counter("node_network_transmit_bytes_total", "Bytes sent.");
    private static readonly Family TransmitPackets = Counter("node_network_transmit_packets_total", "Packets sent.");
    private static readonly Family TransmitErrs = Counter("node_network_transmit_errs_total", "Packets that could not be sent.");
    private static readonly Family TransmitDrop = Counter("node_network_transmit_drop_total", "Packets dropped on the way out.");
    private static readonly Family TransmitFifo = Counter("node_network_transmit_fifo_total", "Sender FIFO errors.");
    private static readonly Family TransmitColls = Counter("node_network_transmit_colls_total", "Collisions while sending.");
    private static readonly Family TransmitCarrier = Counter("node_network_transmit_carrier_total", "Packets not sent for want of carrier or heartbeat, given up, or collided late.");
    private static readonly Family TransmitCompressed = Counter("node_network_transmit_compressed_total", "Compressed packets sent.");

    private static readonly Family ReceiveErrors = Counter("node_network_receive_errors_total", "Bad packets received. Detailed metrics only.");
    private static readonly Family ReceiveDropped = Counter("node_network_receive_dropped_total", "Received packets dropped for want of room. Detailed metrics only.");
    private static readonly Family TransmitErrors = Counter("node_network_transmit_errors_total", "Packets that could not be sent. Detailed metrics only.");
    private static readonly Family TransmitDropped = Counter("node_network_transmit_dropped_total", "Packets dropped on the way out. Detailed metrics only.");

    /// <summary>From netlink, under the names of /proc/net/dev.</summary>
    public static readonly (Family Family, Func<LinkRecord, ulong> Value)[] Netlink =
    [
        (ReceiveBytes, link => link[LinkCounter.RxBytes]),
        (ReceivePackets, link => link[LinkCounter.RxPackets]),
        (ReceiveErrs, link => link[LinkCounter.RxErrors]),
        (ReceiveDrop, link => link[LinkCounter.RxDropped] + link[LinkCounter.RxMissedErrors]),
        (ReceiveFifo, link => link[LinkCounter.RxFifoErrors]),
        (ReceiveFrame, link => link[LinkCounter.RxFrameErrors] + link[LinkCounter.RxLengthErrors] + link[LinkCounter.RxOverErrors] + link[LinkCounter.RxCrcErrors]),
        (ReceiveCompressed, link => link[LinkCounter.RxCompressed]),
        (ReceiveMulticast, link => link[LinkCounter.Multicast]),
        (TransmitBytes, link => link[LinkCounter.TxBytes]),
        (TransmitPackets, link => link[LinkCounter.TxPackets]),
        (TransmitErrs, link => link[LinkCounter.TxErrors]),
        (TransmitDrop, link => link[LinkCounter.TxDropped]),
        (TransmitFifo, link => link[LinkCounter.TxFifoErrors]),
        (TransmitColls, link => link[LinkCounter.Collisions]),
        (TransmitCarrier, link => link[LinkCounter.TxCarrierErrors] + link[LinkCounter.TxAbortedErrors] + link[LinkCounter.TxHeartbeatErrors] + link[LinkCounter.TxWindowErrors]),
        (TransmitCompressed, link => link[LinkCounter.TxCompressed]),
        (ReceiveNoHandler, link => link[LinkCounter.RxNoHandler]),
    ];

    /// <summary>From netlink, each counter by itself.</summary>
    public static readonly (Family Family, Func<LinkRecord, ulong> Value)[] NetlinkDetailed =
    [
        (ReceiveBytes, link => link[LinkCounter.RxBytes]),
        (ReceivePackets, link => link[LinkCounter.RxPackets]),
        (ReceiveErrors, link => link[LinkCounter.RxErrors]),
        (ReceiveDropped, link => link[LinkCounter.RxDropped]),
        (Detailed("node_network_multicast_total", "Multicast packets received."), link => link[LinkCounter.Multicast]),
        (Detailed("node_network_collisions_total", "Collisions while sending."), link => link[LinkCounter.Collisions]),
        (Detailed("node_network_receive_length_errors_total", "Packets received with a wrong length."), link => link[LinkCounter.RxLengthErrors]),
        (Detailed("node_network_receive_over_errors_total", "Packets that overflowed the receiver's ring."), link => link[LinkCounter.RxOverErrors]),
        (Detailed("node_network_receive_crc_errors_total", "Packets received with a wrong checksum."), link => link[LinkCounter.RxCrcErrors]),
        (Detailed("node_network_receive_frame_errors_total", "Packets received with wrong alignment."), link => link[LinkCounter.RxFrameErrors]),
        (Detailed("node_network_receive_fifo_errors_total", "Receiver FIFO overruns."), link => link[LinkCounter.RxFifoErrors]),
        (Detailed("node_network_receive_missed_errors_total", "Packets that the device missed."), link => link[LinkCounter.RxMissedErrors]),
        (ReceiveCompressed, link => link[LinkCounter.RxCompressed]),
        (TransmitBytes, link => link[LinkCounter.TxBytes]),
        (TransmitPackets, link => link[LinkCounter.TxPackets]),
        (TransmitErrors, link => link[LinkCounter.TxErrors]),
        (TransmitDropped, link => link[LinkCounter.TxDropped]),
        (Detailed("node_network_transmit_aborted_errors_total", "Packets given up."), link => link[LinkCounter.TxAbortedErrors]),
        (Detailed("node_network_transmit_carrier_errors_total", "Packets not sent for want of carrier."), link => link[LinkCounter.TxCarrierErrors]),
        (Detailed("node_network_transmit_fifo_errors_total", "Sender FIFO errors."), link => link[LinkCounter.TxFifoErrors]),
        (Detailed("node_network_transmit_heartbeat_errors_total", "Packets sent without heartbeat."), link => link[LinkCounter.TxHeartbeatErrors]),
        (Detailed("node_network_transmit_window_errors_total", "Late collisions."), link => link[LinkCounter.TxWindowErrors]),
        (TransmitCompressed, link => link[LinkCounter.TxCompressed]),
        (ReceiveNoHandler, link => link[LinkCounter.RxNoHandler]),
    ];

    /// <summary>From /proc/net/dev, in the order of its fields.</summary>
    public static readonly Family[] File =
    [
        ReceiveBytes, ReceivePackets, ReceiveErrs, ReceiveDrop, ReceiveFifo, ReceiveFrame, ReceiveCompressed, ReceiveMulticast,
        TransmitBytes, TransmitPackets, TransmitErrs, TransmitDrop, TransmitFifo, TransmitColls, TransmitCarrier, TransmitCompressed,
    ];

    /// <summary>From /proc/net/dev when detailed metrics are asked for, which it cannot give: only four names differ.</summary>
    public static readonly Family[] FileDetailed =
    [
        ReceiveBytes, ReceivePackets, ReceiveErrors, ReceiveDropped, ReceiveFifo, ReceiveFrame, ReceiveCompressed, ReceiveMulticast,
        TransmitBytes, TransmitPackets, TransmitErrors, TransmitDropped, TransmitFifo, TransmitColls, TransmitCarrier, TransmitCompressed,
    ];

    /// <summary>Written only for interfaces of kernels that count it.</summary>
    public static Family NoHandler => ReceiveNoHandler;

    /// <summary>All of them, each once.</summary>
    public static Family[] All { get; } =
        [.. Netlink.Select(column => column.Family).Concat(NetlinkDetailed.Select(column => column.Family)).Concat(File).Concat(FileDetailed).Distinct()];

    private static Family Counter(string name, string help) => Family.Counter(name, help, "device");

    private static Family Detailed(string name, string help) => Family.Counter(name, $"{help} Detailed metrics only.", "device");
}
