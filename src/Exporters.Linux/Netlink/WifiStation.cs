namespace Exporters.Linux.Netlink;

/// <summary>The other side of a wireless connection.</summary>
/// <param name="address">Its address, <c>00:11:22:33:44:55</c>.</param>
public sealed class WifiStation(string address)
{
    /// <summary>Its address.</summary>
    public string Address => address;

    /// <summary>
    /// Null is what the driver does not tell: seconds since it connected and since it was last heard; bits per second received and sent; bytes
    /// received and sent; the signal in dBm; packets sent again, not sent; beacons missed; packets sent and received.
    /// </summary>
    public double?[] Values { get; } = new double?[12];
}
