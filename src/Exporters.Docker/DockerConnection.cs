using System.Net.Security;
using System.Net.Sockets;

namespace Exporters.Docker;

/// <summary>Opens connections to a daemon. The certificates are read for each, so that new ones are taken without a restart.</summary>
internal static class DockerConnection
{
    /// <exception cref="DockerException">The certificates cannot be used.</exception>
    public static async ValueTask<Stream> OpenAsync(DockerEndpoint endpoint, CancellationToken cancellation)
    {
        Stream? stream = null;
        var socket = endpoint.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await (endpoint.SocketPath is { } path
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation)
                : socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellation));
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!endpoint.Tls)
            {
                return stream;
            }

            var tls = new SslStream(stream);
            stream = tls;
            await tls.AuthenticateAsClientAsync(DockerTls.Options(endpoint), cancellation);
            return tls;
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            throw;
        }
    }
}
