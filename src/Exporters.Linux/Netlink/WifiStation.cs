namespace Exporters.Linux.Netlink;

/// <summary>The other side of a wireless connection. Null is what the driver does not tell.</summary>
/// <param name="Address">Its address, <c>00:11:22:33:44:55</c>.</param>
public sealed record WifiStation(string Address)
{
    /// <summary>Seconds since it connected.</summary>
    public double? ConnectedSeconds { get; init; }

    /// <summary>Seconds since it was last heard.</summary>
    public double? InactiveSeconds { get; init; }

    /// <summary>Rate of receiving, in bits per second.</summary>
    public double? ReceiveBitsPerSecond { get; init; }

    /// <summary>Rate of sending, in bits per second.</summary>
    public double? TransmitBitsPerSecond { get; init; }

    /// <summary>Data received, in bytes.</summary>
    public double? ReceivedBytes { get; init; }

    /// <summary>Data sent, in bytes.</summary>
    public double? TransmittedBytes { get; init; }

    /// <summary>Packets received.</summary>
    public double? ReceivedPackets { get; init; }

    /// <summary>Packets sent.</summary>
    public double? TransmittedPackets { get; init; }

    /// <summary>Strength of its signal, in dBm.</summary>
    public double? SignalDbm { get; init; }

    /// <summary>Packets sent again.</summary>
    public double? TransmitRetries { get; init; }

    /// <summary>Packets that could not be sent.</summary>
    public double? TransmitFailed { get; init; }

    /// <summary>Times that its beacon was missed.</summary>
    public double? BeaconLoss { get; init; }
}
