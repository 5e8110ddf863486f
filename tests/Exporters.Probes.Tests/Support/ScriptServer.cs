using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Exporters.Probes.Tests.Support;

/// <summary>A server that does to each connection what the test says.</summary>
internal sealed class ScriptServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Stream, Socket, Task> _script;
    private readonly SslStreamCertificateContext? _certificate;
    private int _connections;

    private ScriptServer(IPAddress address, SslStreamCertificateContext? certificate, Func<Stream, Socket, Task> script)
    {
        _script = script;
        _certificate = certificate;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Heads of the requests seen, in order.</summary>
    public List<string> Heads { get; } = [];

    /// <summary>Any script.</summary>
    public static ScriptServer Start(Func<Stream, Socket, Task> script, IPAddress? address = null, SslStreamCertificateContext? certificate = null) =>
        new(address ?? IPAddress.Loopback, certificate, script);

    /// <summary>Reads a request's head, writes these bytes, closes.</summary>
    public static ScriptServer Answer(string response, IPAddress? address = null, SslStreamCertificateContext? certificate = null) =>
        Answer(_ => response, address, certificate);

    /// <summary>Reads a request's head, writes what follows from it, closes.</summary>
    public static ScriptServer Answer(Func<string, string> respond, IPAddress? address = null, SslStreamCertificateContext? certificate = null)
    {
        ScriptServer? server = null;
        server = new ScriptServer(address ?? IPAddress.Loopback, certificate, async (stream, _) =>
        {
            var head = await HeadAsync(stream);
            lock (server!.Heads)
            {
                server.Heads.Add(head);
            }

            await WriteAsync(stream, respond(head));
        });
        return server;
    }

    /// <summary>An answer with a body.</summary>
    public static string Ok(string body, string headers = "") => $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    /// <summary>A redirect.</summary>
    public static string Redirect(string location, string headers = "", int status = 302) =>
        $"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n{headers}\r\n";

    public static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    /// <summary>A request up to its empty line.</summary>
    public static async Task<string> HeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Closes with a reset instead of an end.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var plain = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is null)
            {
                await _script(plain, socket);
                return;
            }

            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate });
            await _script(secure, socket);
            await secure.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The probe went away, as it may.
        }
    }
}
