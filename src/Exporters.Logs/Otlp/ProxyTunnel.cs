using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The way to a receiver of gRPC without TLS through a proxy of the environment. HTTP/2 cannot go in the requests that .NET makes of a
/// proxy for http URLs, so a tunnel is asked for, as gRPC's own libraries do (RFC 9110, 9.3.6).
/// </summary>
internal sealed class ProxyTunnel(Uri proxy, NetworkCredential? credential)
{
    private const int MaxHead = 8 * 1024;

    /// <summary>The tunnel that this endpoint needs; null when it needs none, or the proxy is of a kind that .NET goes through itself.</summary>
    public static ProxyTunnel? For(Uri endpoint)
    {
        var byEnvironment = HttpClient.DefaultProxy;
        return endpoint.Scheme == Uri.UriSchemeHttp && !byEnvironment.IsBypassed(endpoint) && byEnvironment.GetProxy(endpoint) is { Scheme: "http" } proxy
            ? new ProxyTunnel(proxy, byEnvironment.Credentials?.GetCredential(proxy, "Basic"))
            : null;
    }

    /// <summary>Connects, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="SocketException">The proxy does not answer.</exception>
    /// <exception cref="IOException">It does not make the tunnel.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy.Host, proxy.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var target = $"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}";
            var authorization = credential is null
                ? ""
                : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"))}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n"), cancellationToken);
            await ReadAnswerAsync(stream, target, cancellationToken);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Byte by byte: what follows the empty line belongs to the receiver.
    private async Task ReadAnswerAsync(NetworkStream stream, string target, CancellationToken cancellationToken)
    {
        var head = new byte[MaxHead];
        var length = 0;
        while (!head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            if (length == MaxHead || await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken) == 0)
            {
                throw new IOException($"the proxy {proxy.Host}:{proxy.Port} ended before it answered to CONNECT {target}");
            }

            length++;
        }

        var first = Encoding.Latin1.GetString(head, 0, head.AsSpan(0, length).IndexOf("\r\n"u8));
        var words = first.Split(' ', 3);
        if (words.Length < 2 || words[1] is not ['2', _, _])
        {
            throw new IOException($"the proxy {proxy.Host}:{proxy.Port} makes no tunnel to {target}: {first}");
        }
    }
}
