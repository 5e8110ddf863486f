using System.Net.Sockets;
using Exporters.Metrics;

namespace Exporters.Systemd.Bus;

/// <summary>What a failed connection means to a person: the reason, and what to do about it.</summary>
internal static class BusFailures
{
    /// <summary>The socket could not be connected, connect(2).</summary>
    public static BusException OfConnecting(BusAddress address, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => new BusException(
            UnavailableReason.Permission, $"{address}: permission denied; run as a user who may connect to it, or name another address", e),
        SocketError.ConnectionRefused => new BusException(UnavailableReason.Unreachable, $"{address}: nobody listens there", e),
        _ when address.IsMissing => new BusException(UnavailableReason.Absent, $"{address}: no such socket", e),
        _ => new BusException(UnavailableReason.Unreachable, $"{address}: {e.Message}", e),
    };

    /// <summary>The peer did not let this user in. The package says only that it failed; what the peer answered tells why.</summary>
    public static BusException OfAuthentication(BusAddress address, BusStream stream, Exception e) => stream.FirstLine switch
    {
        null => new BusException(UnavailableReason.Permission, $"{address} closed the connection during authentication: this user may not use it", e),
        { } line when line.StartsWith("REJECTED", StringComparison.Ordinal) =>
            new BusException(UnavailableReason.Permission, $"{address} refused this user: {line}", e),
        { } line when line.StartsWith("OK", StringComparison.Ordinal) => OfConnection(address, e),
        { } line => new BusException(UnavailableReason.Format, $"{address} does not speak D-Bus: \"{line}\"", e),
    };

    /// <summary>A connection that had been made broke.</summary>
    public static BusException OfConnection(BusAddress address, Exception e)
    {
        var cause = e.GetBaseException();
        return cause is IOException or SocketException or ObjectDisposedException
            ? new BusException(UnavailableReason.Unreachable, $"{address} closed the connection: {cause.Message}", e)
            : new BusException(UnavailableReason.Format, $"{address} sent {cause.Message}", e);
    }
}
