using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>A proxy for requests in absolute form and for <c>CONNECT</c>, which can ask for a password.</summary>
internal sealed class TinyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly string? _authorization;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="password"><c>user:password</c> that it asks for; null for none.</param>
    public TinyProxy(string? password = null)
    {
        _authorization = password is null ? null : "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(password));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary><c>127.0.0.1:3128</c></summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>The first lines of the requests that it passed on.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            var head = await HeadAsync(stream);
            if (_authorization is not null && !head.Contains(_authorization, StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null);
                client.Close();
                return;
            }

            var first = head[..head.IndexOf('\r', StringComparison.Ordinal)];
            var words = first.Split(' ');
            var isTunnel = words[0] == "CONNECT";
            var target = isTunnel ? new Uri("tcp://" + words[1]) : new Uri(words[1]);
            using var server = new TcpClient();
            await server.ConnectAsync(target.Host, target.Port);
            _requests.Enqueue(first);
            if (isTunnel)
            {
                await stream.WriteAsync("HTTP/1.1 200 Go on\r\n\r\n"u8.ToArray());
            }
            else
            {
                // One request for each connection is enough; the receiver gets it in the form that a server expects.
                await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{words[0]} {target.PathAndQuery} HTTP/1.1\r\nConnection: close{head[first.Length..]}"));
            }

            await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }

        client.Close();
    }

    private static async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
