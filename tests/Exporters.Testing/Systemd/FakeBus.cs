using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Exporters.Testing.Systemd;

/// <summary>
/// A message bus with a manager of systemd behind it, over a real unix socket and in the real protocol. Units are what the test
/// puts there; <see cref="Script"/> may answer any call otherwise.
/// </summary>
public sealed class FakeBus : IDisposable
{
    /// <summary>The connection of the bus that systemd answers on.</summary>
    public const string Owner = ":1.1";

    private readonly string _directory = Directory.CreateTempSubdirectory("fakebus-").FullName;
    private readonly ConcurrentDictionary<Socket, Connection> _connections = new();
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private Socket? _listener;

    public FakeBus(bool isBus = true)
    {
        IsBus = isBus;
        SocketPath = Path.Combine(_directory, "bus");
        Start();
    }

    public bool IsBus { get; }

    public string SocketPath { get; }

    public string Address => "unix:path=" + SocketPath;

    /// <summary>Every unit in memory, by its object.</summary>
    public ConcurrentDictionary<string, FakeUnit> Units { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths for ListUnitFilesByPatterns, given whatever the patterns.</summary>
    public IList<string> UnitFiles { get; } = new List<string>();

    public IDictionary<string, FakeWire.Variant> Manager { get; } = new Dictionary<string, FakeWire.Variant>(StringComparer.Ordinal)
    {
        ["Version"] = new("s", "252.39-1~deb12u2"),
        ["Virtualization"] = new("s", "kvm"),
        ["SystemState"] = new("s", "running"),
        ["WatchdogDevice"] = new("s", ""),
    };

    /// <summary>Asked first about every call; null leaves it to the default.</summary>
    public Func<FakeCall, FakeAnswer?>? Script { get; set; }

    /// <summary>The line that answers a client's authentication.</summary>
    public string Authentication { get; set; } = "OK 0123456789abcdef0123456789abcdef";

    public int OpenConnections => _connections.Count;

    /// <summary>How often a member was called.</summary>
    public int Calls(string member) => _calls.GetValueOrDefault(member);

    public FakeUnit Add(FakeUnit unit) => Units[unit.Path] = unit;

    public void Remove(FakeUnit unit) => Units.TryRemove(unit.Path, out _);

    public void Start()
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen(16);
        _ = AcceptAsync(_listener);
    }

    /// <summary>Ends like a bus that was stopped: no socket, every connection closed.</summary>
    public void Stop()
    {
        _listener?.Dispose();
        _listener = null;
        File.Delete(SocketPath);
        foreach (var socket in _connections.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Sends the signal that a unit's properties changed, to everybody; they have taken it once they answer the next call.</summary>
    public async Task SignalChangeAsync(FakeUnit unit) => await SignalAsync(
        unit.Path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", "org.freedesktop.systemd1.Unit", System.Array.Empty<object>(), System.Array.Empty<object>());

    public Task SignalAsync(string path, string @interface, string member, string signature, params object[] values) =>
        SendAsync(4, Owner, path, @interface, member, signature, values);

    /// <summary>Sends a message of a type (1 call, 4 signal) to everybody, as if it came from another connection of the bus.</summary>
    public async Task SendAsync(byte type, string sender, string path, string @interface, string member, string signature, params object[] values)
    {
        var body = FakeWire.Marshal(signature, values);
        foreach (var connection in _connections.Values)
        {
            await connection.SendAsync(FakeWire.Message(type, connection.NextSerial(), 0, signature, body,
                (1, "o", path), (2, "s", @interface), (3, "s", member), (7, "s", sender)));
        }
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_directory, true);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var connection = _connections[socket] = new Connection(socket);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            await AuthenticateAsync(stream);
            while (await CallAsync(stream) is { } call)
            {
                _calls.AddOrUpdate(call.Member, 1, (_, n) => n + 1);
                await AnswerAsync(connection, call, Script?.Invoke(call) ?? Answer(call));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The peer went away, or the test dropped it.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    private async Task AuthenticateAsync(NetworkStream stream)
    {
        if (stream.ReadByte() != 0)
        {
            throw new IOException("authentication does not begin with a zero byte");
        }

        while (true)
        {
            var line = new StringBuilder();
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                var one = new byte[1];
                await stream.ReadExactlyAsync(one);
                line.Append((char)one[0]);
            }

            if (line.ToString() == "BEGIN\r\n")
            {
                return;
            }

            var answer = line.ToString().StartsWith("AUTH EXTERNAL ", StringComparison.Ordinal)
                ? Authentication
                : line.ToString().StartsWith("AUTH ", StringComparison.Ordinal) ? "REJECTED EXTERNAL" : "ERROR";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
        }
    }

    private static async Task<FakeCall?> CallAsync(NetworkStream stream)
    {
        var start = new byte[16];
        if (await stream.ReadAtLeastAsync(start, 16, throwOnEndOfStream: false) < 16)
        {
            return null;
        }

        var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(4));
        var fieldsLength = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        var rest = new byte[((fieldsLength + 7) & -8) + bodyLength];
        await stream.ReadExactlyAsync(rest);
        string path = "", @interface = "", member = "";
        string? destination = null;
        for (var at = 0; at < fieldsLength;)
        {
            at = (at + 7) & -8;
            var code = rest[at];
            if (rest[at + 2] == (byte)'g')
            {
                at += 4 + 1 + rest[at + 4] + 1;
                continue;
            }

            at += 4;
            if (rest[at - 2] == (byte)'u')
            {
                at += 4;
                continue;
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.AsSpan(at));
            var text = Encoding.UTF8.GetString(rest, at + 4, length);
            at += 4 + length + 1;
            switch (code)
            {
                case 1:
                    path = text;
                    break;
                case 2:
                    @interface = text;
                    break;
                case 3:
                    member = text;
                    break;
                case 6:
                    destination = text;
                    break;
            }
        }

        return new FakeCall(BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8)), path, @interface, member, destination, rest[^bodyLength..]);
    }

    private static async Task AnswerAsync(Connection connection, FakeCall call, FakeAnswer answer)
    {
        switch (answer.What)
        {
            case FakeAnswer.Kind.Reply:
                await connection.SendAsync(FakeWire.Message(2, connection.NextSerial(), call.Serial, answer.Signature, answer.Bytes!));
                break;
            case FakeAnswer.Kind.Error:
                await connection.SendAsync(FakeWire.Message(3, connection.NextSerial(), call.Serial, answer.Signature, answer.Bytes!, (4, "s", answer.Error)));
                break;
            case FakeAnswer.Kind.Raw:
                await connection.SendAsync(answer.Bytes!);
                break;
            case FakeAnswer.Kind.Drop:
                throw new IOException("dropped by the script");
        }
    }

    private FakeAnswer Answer(FakeCall call) => call.Member switch
    {
        "Hello" when IsBus => FakeAnswer.Reply("s", ":1.42"),
        "AddMatch" when IsBus => FakeAnswer.Reply(""),
        "Subscribe" => FakeAnswer.Reply(""),
        "ListUnits" => FakeAnswer.Reply("a(ssssssouso)", new object[] { Units.Values.Where(unit => unit.IsListed).Select(unit => (object)unit.Listing()).ToArray() }),
        "ListUnitFilesByPatterns" => FakeAnswer.Reply("a(ss)", new object[] { UnitFiles.Select(path => (object)new object[] { path, "enabled" }).ToArray() }),
        "GetAll" when call.Path == "/org/freedesktop/systemd1" => PropertiesOf(Manager),
        "GetAll" when Units.TryGetValue(call.Path, out var unit) => PropertiesOf(unit.Properties),
        "GetAll" => FakeAnswer.Fails("org.freedesktop.DBus.Error.UnknownObject"),
        _ => FakeAnswer.Fails("org.freedesktop.DBus.Error.UnknownMethod"),
    };

    private static FakeAnswer PropertiesOf(IDictionary<string, FakeWire.Variant> properties) => FakeAnswer.Reply(
        "a{sv}", new object[] { properties.Select(property => (object)new object[] { property.Key, property.Value }).ToArray() });

    private sealed class Connection(Socket socket) : IDisposable
    {
        private readonly SemaphoreSlim _sending = new(1);
        private int _serial;

        public void Dispose() => _sending.Dispose();

        public uint NextSerial() => (uint)Interlocked.Increment(ref _serial);

        public async Task SendAsync(byte[] message)
        {
            await _sending.WaitAsync();
            try
            {
                for (var sent = 0; sent < message.Length;)
                {
                    sent += await socket.SendAsync(message.AsMemory(sent), SocketFlags.None);
                }
            }
            finally
            {
                _sending.Release();
            }
        }
    }
}
