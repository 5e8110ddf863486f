using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Exporters.Testing.FakeDocker;

/// <summary>
/// A docker daemon on a unix socket, as far as a client can tell: versions with their bounds, containers, events and logs. Whole
/// answers can be put in place of its own: recorded ones, broken ones, none at all.
/// </summary>
public sealed class FakeDockerDaemon : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, FakeAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FakeContainer> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<byte[]?>, bool> _listeners = new();
    private readonly ConcurrentDictionary<string, byte[]> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _requested = new(0);
    private readonly ConcurrentDictionary<Socket, bool> _connections = new();
    private readonly DirectoryInfo _directory;
    private Socket? _listening;
    private Task _accepting = Task.CompletedTask;

    private readonly SslServerAuthenticationOptions? _tls;

    /// <summary>Listens at once: on a unix socket, or with TLS on a port of the loopback.</summary>
    public FakeDockerDaemon(SslServerAuthenticationOptions? tls = null)
    {
        _tls = tls;
        _directory = Directory.CreateTempSubdirectory("fake-docker-");
        SocketPath = Path.Join(_directory.FullName, "docker.sock");
        Start();
    }

    public string SocketPath { get; }

    public string Endpoint { get; private set; } = "";

    public string ApiVersion { get; set; } = "1.41";

    public string MinApiVersion { get; set; } = "1.12";

    public string CgroupDriver { get; set; } = "cgroupfs";

    public string CgroupVersion { get; set; } = "1";

    /// <summary>Paths asked for so far, with version and query.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Forgets the requests so far.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <summary>How many clients listen to events now.</summary>
    public int Listeners => _listeners.Count;

    public void Add(FakeContainer container) => _containers[container.Id] = container;

    public void Remove(string id) => _containers.TryRemove(id, out _);

    /// <summary>Says this whenever <paramref name="path"/> is asked for, without version and query; null: its own answer again.</summary>
    public void Answer(string path, FakeAnswer? answer)
    {
        if (answer is null)
        {
            _answers.TryRemove(path, out _);
        }
        else
        {
            _answers[path] = answer;
        }
    }

    /// <summary>The bytes of a container's log stream.</summary>
    public void Log(string id, byte[] stream) => _logs[id] = stream;

    /// <summary>Tells every listener of an event.</summary>
    public void Emit(string action, FakeContainer container, long timeNano, params (string Key, string Value)[] attributes)
    {
        var all = new JsonObject { ["image"] = container.Image, ["name"] = container.Name };
        foreach (var (key, value) in attributes)
        {
            all[key] = value;
        }

        var line = new JsonObject
        {
            ["status"] = action,
            ["id"] = container.Id,
            ["from"] = container.Image,
            ["Type"] = "container",
            ["Action"] = action,
            ["Actor"] = new JsonObject { ["ID"] = container.Id, ["Attributes"] = all },
            ["scope"] = "local",
            ["time"] = timeNano / 1_000_000_000,
            ["timeNano"] = timeNano,
        };
        EmitRaw(line.ToJsonString() + "\n");
    }

    /// <summary>Sends text on every event stream as it is.</summary>
    public void EmitRaw(string text)
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Closes every event stream without a word.</summary>
    public void CutEvents()
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(null);
        }
    }

    /// <summary>Waits until somebody asks for a path that contains <paramref name="part"/>, counting from the first request.</summary>
    public async Task RequestedAsync(string part, int times = 1)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_requests.Count(request => request.Contains(part, StringComparison.Ordinal)) < times)
        {
            await _requested.WaitAsync(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    /// <summary>Listens again after <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        if (_tls is null)
        {
            _listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _listening.Bind(new UnixDomainSocketEndPoint(SocketPath));
            Endpoint = "unix://" + SocketPath;
        }
        else
        {
            _listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Endpoint = $"tcp://localhost:{((IPEndPoint)_listening.LocalEndPoint!).Port}";
        }

        _listening.Listen(64);
        _accepting = AcceptAsync(_listening);
    }

    /// <summary>Goes away: the socket's file with it, and every connection.</summary>
    public async Task StopAsync()
    {
        _listening?.Dispose();
        File.Delete(SocketPath);
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await StopAsync();
        _directory.Delete(recursive: true);
        _end.Dispose();
        _requested.Dispose();
    }

    private async Task AcceptAsync(Socket listening)
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await listening.AcceptAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }

            _connections[connection] = true;
            _ = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var network = new NetworkStream(connection, ownsSocket: true);
            await using var encrypted = _tls is null ? null : new SslStream(network, leaveInnerStreamOpen: true);
            if (encrypted is not null)
            {
                await encrypted.AuthenticateAsServerAsync(_tls!, _end.Token);
            }

            Stream stream = encrypted is null ? network : encrypted;
            using var reader = new StreamReader(stream, Encoding.ASCII, false, 4096, leaveOpen: true);
            while (await reader.ReadLineAsync(_end.Token) is { } first)
            {
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
                {
                    // Headers do not matter here.
                }

                if (!await AnswerAsync(stream, first.Split(' ')[1]))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException or AuthenticationException)
        {
            // The client went away, or the test is over.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    /// <summary>False when the connection must not be used again.</summary>
    private async Task<bool> AnswerAsync(Stream stream, string request)
    {
        _requests.Enqueue(request);
        _requested.Release();
        var question = request.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? request : request[..question];
        var query = question < 0 ? "" : request[question..];
        if (Refusal(ref path) is { } refusal)
        {
            return await SendAsync(stream, refusal);
        }

        if (_answers.TryGetValue(path, out var prepared))
        {
            return await SendAsync(stream, prepared);
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["version"] => await SendAsync(stream, FakeAnswer.Json(
                $$"""{"Version":"0.0-fake","ApiVersion":"{{ApiVersion}}","MinAPIVersion":"{{MinApiVersion}}","Os":"linux"}""")),
            ["info"] => await SendAsync(stream, FakeAnswer.Json(
                $$"""{"ID":"FAKE","DockerRootDir":"/var/lib/docker","CgroupDriver":"{{CgroupDriver}}","CgroupVersion":"{{CgroupVersion}}"}""")),
            ["events"] => await StreamEventsAsync(stream),
            ["containers", "json"] => await SendAsync(stream, List(query.Contains("size=1", StringComparison.Ordinal))),
            ["containers", var id, "json"] => await SendAsync(
                stream,
                _containers.TryGetValue(id, out var found) ? FakeAnswer.Json(found.Details().ToJsonString()) : FakeAnswer.Error(404, $"No such container: {id}")),
            ["containers", var id, "logs"] when _logs.TryGetValue(id, out var log) => await SendAsync(
                stream, new FakeAnswer(200, log, "application/vnd.docker.raw-stream")),
            _ => await SendAsync(stream, FakeAnswer.Error(404, "page not found")),
        };
    }

    private FakeAnswer? Refusal(ref string path)
    {
        if (!path.StartsWith("/v1.", StringComparison.Ordinal))
        {
            return null;
        }

        var end = path.IndexOf('/', 1);
        var asked = path[2..end];
        path = path[end..];
        return Minor(asked) > Minor(ApiVersion)
            ? FakeAnswer.Error(400, $"client version {asked} is too new. Maximum supported API version is {ApiVersion}")
            : Minor(asked) < Minor(MinApiVersion)
                ? FakeAnswer.Error(400, $"client version {asked} is too old. Minimum supported API version is {MinApiVersion}, please upgrade your client to a newer version")
                : null;
    }

    private static int Minor(string version) => int.Parse(version.AsSpan(version.IndexOf('.', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    private FakeAnswer List(bool sizes) =>
        FakeAnswer.Json(new JsonArray([.. _containers.Values.Select(container => (JsonNode)container.Summary(sizes))]).ToJsonString());

    private async Task<bool> SendAsync(Stream stream, FakeAnswer answer)
    {
        if (answer.Fault == FakeFault.Hang)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {answer.Body.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
        var cut = answer.Fault is FakeFault.Cut or FakeFault.HangInBody;
        await stream.WriteAsync(answer.Body.AsMemory(0, cut ? answer.Body.Length / 2 : answer.Body.Length), _end.Token);
        if (answer.Fault == FakeFault.HangInBody)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        return !cut;
    }

    private async Task<bool> StreamEventsAsync(Stream stream)
    {
        var channel = Channel.CreateUnbounded<byte[]?>();
        _listeners[channel] = true;
        try
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), _end.Token);
            await foreach (var bytes in channel.Reader.ReadAllAsync(_end.Token))
            {
                if (bytes is null)
                {
                    return false;
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), _end.Token);
                await stream.WriteAsync(bytes, _end.Token);
                await stream.WriteAsync("\r\n"u8.ToArray(), _end.Token);
            }

            return false;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
