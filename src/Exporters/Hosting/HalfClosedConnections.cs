using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Exporters.Hosting;

/// <summary>
/// A client that ends its sending side after its request, as <c>nc -N</c> does, still gets the answer. Kestrel takes the end of what
/// it receives for the end of the connection and gives up; here only a connection that is gone as a whole ends a request.
/// </summary>
internal static class HalfClosedConnections
{
    // getsockopt(2) with IPPROTO_TCP and TCP_INFO, tcp(7): the first byte of struct tcp_info is the state of the connection.
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;

    /// <summary>TCP_CLOSE_WAIT of linux/tcp_states.h: the other side has ended sending, and may still read.</summary>
    private const byte CloseWait = 8;

    /// <summary>Part of each connection's pipeline.</summary>
    public static ConnectionDelegate Use(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var gone = new CancellationTokenSource();
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        await using var ended = connection.ConnectionClosed.Register(() =>
        {
            if (socket is null || !IsHalfClosed(socket))
            {
                gone.Cancel();
            }
        });
        connection.ConnectionClosed = gone.Token;
        await next(connection);
    }

    private static bool IsHalfClosed(Socket socket)
    {
        Span<byte> info = stackalloc byte[1];
        try
        {
            return socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info) > 0 && info[0] == CloseWait;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
