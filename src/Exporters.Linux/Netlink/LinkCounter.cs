namespace Exporters.Linux.Netlink;

/// <summary>The counters of a link in the order of the kernel's <c>struct rtnl_link_stats64</c>.</summary>
public enum LinkCounter
{
    /// <summary>Packets received.</summary>
    RxPackets,

    /// <summary>Packets sent.</summary>
    TxPackets,

    /// <summary>Bytes received.</summary>
    RxBytes,

    /// <summary>Bytes sent.</summary>
    TxBytes,

    /// <summary>Bad packets received.</summary>
    RxErrors,

    /// <summary>Packets that could not be sent.</summary>
    TxErrors,

    /// <summary>Received and dropped for want of room.</summary>
    RxDropped,

    /// <summary>Dropped on the way out for want of room.</summary>
    TxDropped,

    /// <summary>Multicast packets received.</summary>
    Multicast,

    /// <summary>Collisions while sending.</summary>
    Collisions,

    /// <summary>Received with a wrong length.</summary>
    RxLengthErrors,

    /// <summary>Receiver ring overflowed.</summary>
    RxOverErrors,

    /// <summary>Received with a wrong checksum.</summary>
    RxCrcErrors,

    /// <summary>Received with wrong alignment.</summary>
    RxFrameErrors,

    /// <summary>Receiver FIFO overran.</summary>
    RxFifoErrors,

    /// <summary>Missed by the receiver.</summary>
    RxMissedErrors,

    /// <summary>Sending was given up.</summary>
    TxAbortedErrors,

    /// <summary>Carrier was lost while sending.</summary>
    TxCarrierErrors,

    /// <summary>Sender FIFO ran empty.</summary>
    TxFifoErrors,

    /// <summary>Heartbeat was missing after sending.</summary>
    TxHeartbeatErrors,

    /// <summary>Late collisions.</summary>
    TxWindowErrors,

    /// <summary>Compressed packets received.</summary>
    RxCompressed,

    /// <summary>Compressed packets sent.</summary>
    TxCompressed,

    /// <summary>Received and dropped because nobody handles the protocol; Linux 4.6 and later.</summary>
    RxNoHandler,
}
