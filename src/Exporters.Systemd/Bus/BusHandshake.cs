using System.Net.Sockets;
using System.Text;
using Exporters.Metrics;

namespace Exporters.Systemd.Bus;

/// <summary>
/// "Authentication Protocol" of the D-Bus specification, mechanism EXTERNAL: the kernel tells the peer who asks. The user is left
/// to the peer to read from the socket, so that it also works from within a user name space.
/// </summary>
internal static class BusHandshake
{
    private const int MaxLine = 1024;

    /// <summary>Ends with the stream at the first byte of the first message.</summary>
    public static async Task RunAsync(Socket socket, BusAddress address, CancellationToken cancellation)
    {
        await SendAsync(socket, "\0AUTH EXTERNAL\r\n", cancellation);
        var line = await LineAsync(socket, address, cancellation);
        if (line.StartsWith("DATA", StringComparison.Ordinal))
        {
            await SendAsync(socket, "DATA\r\n", cancellation);
            line = await LineAsync(socket, address, cancellation);
        }

        if (!line.StartsWith("OK", StringComparison.Ordinal))
        {
            throw line.StartsWith("REJECTED", StringComparison.Ordinal)
                ? new BusException(UnavailableReason.Permission, $"{address} refused this user: {line}")
                : new BusException(UnavailableReason.Format, $"{address} does not speak D-Bus: \"{line}\"");
        }

        await SendAsync(socket, "BEGIN\r\n", cancellation);
    }

    private static async Task SendAsync(Socket socket, string text, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> rest = Encoding.ASCII.GetBytes(text);
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellation)..];
        }
    }

    /// <summary>One line, read so that nothing after its end is taken from the stream.</summary>
    private static async Task<string> LineAsync(Socket socket, BusAddress address, CancellationToken cancellation)
    {
        var line = new byte[MaxLine];
        var length = 0;
        while (true)
        {
            if (length == MaxLine)
            {
                throw new BusException(UnavailableReason.Format, $"{address} does not speak D-Bus: a line of more than {MaxLine} bytes");
            }

            // The peer says nothing after a line until it is answered, so the line's end is the end of what is there.
            var read = await socket.ReceiveAsync(line.AsMemory(length), SocketFlags.None, cancellation);
            if (read == 0)
            {
                throw new BusException(
                    UnavailableReason.Permission, $"{address} closed the connection during authentication: this user may not use it");
            }

            length += read;
            if (line.AsSpan(0, length).EndsWith("\r\n"u8))
            {
                return Encoding.UTF8.GetString(line, 0, length - 2);
            }
        }
    }
}
