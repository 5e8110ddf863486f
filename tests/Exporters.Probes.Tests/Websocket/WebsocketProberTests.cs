using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Websocket;

internal sealed class WebsocketProberTests
{
    [Test]
    public async Task Opening_is_enough_where_nothing_is_asked([Values] bool useTls)
    {
        var request = new TaskCompletionSource<string>();
        using var server = Start((_, head) =>
        {
            request.SetResult(head);
            return Task.CompletedTask;
        }, useTls);

        var result = await ProbeAsync($"{(useTls ? "wss" : "ws")}://localhost:{server.Port}/chat?x=1", new WebsocketModule
        {
            Way = new WebsocketModule().Way with { Tls = TestPki.Trusted, Headers = [new RequestHeader("X-Tenant", "red")], Credentials = HttpCredentials.Token("Bearer", "t", isFile: false) },
        });

        Assert.That(result.Success, result.Detail);
        Assert.That(await request.Task.WaitAsync(Probe.Long), Does.StartWith("GET /chat?x=1 HTTP/1.1\r\n").And.Contain("Upgrade: websocket\r\n").And.Contain("Connection: Upgrade\r\n")
            .And.Contain("Sec-WebSocket-Version: 13\r\n").And.Contain("X-Tenant: red\r\n").And.Contain("Authorization: Bearer t\r\n"));
        Assert.That(Probe.Page(result), Does.Contain("probe_websocket_status_code 101\n").And.Contain("probe_websocket_connection_upgraded 1\n")
            .And.Contain("probe_websocket_failed_due_to_regex 0\n").And.Contain("phase=\"resolve\"").And.Contain("phase=\"connect\"").And.Contain("phase=\"processing\"")
            .And.Not.Contain("phase=\"transfer\""));
        Assert.That(result.Tls is not null, Is.EqualTo(useTls));
    }

    [Test]
    public async Task A_conversation_goes_message_by_message()
    {
        var heard = new List<string>();
        using var server = Start(async (socket, _) =>
        {
            await SendAsync(socket, "hello 42\nsecond line");
            heard.Add(await ReceiveAsync(socket));
            await socket.SendAsync(Encoding.UTF8.GetBytes("go"), WebSocketMessageType.Text, false, CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes("od"), WebSocketMessageType.Text, true, CancellationToken.None);
            heard.Add(await ReceiveAsync(socket));
            await SendAsync(socket, "end");
        });

        var result = await ProbeAsync($"ws://localhost:{server.Port}/", new WebsocketModule
        {
            Steps =
            [
                new QueryStep { Expect = Probe.Expression("^hello ([0-9]+)"), Send = "id $1"u8.ToArray() },
                new QueryStep { Expect = Probe.Expression("^good$"), Send = "bye"u8.ToArray() },
                new QueryStep { Expect = Probe.Expression("^end$") },
            ],
        });

        Assert.That(result.Success, result.Detail);
        Assert.That(heard, Is.EqualTo(new[] { "id 42", "bye" }));
        Assert.That(Probe.Page(result), Does.Contain("probe_websocket_duration_seconds{phase=\"transfer\"} ").And.Contain("probe_websocket_failed_due_to_regex 0\n"));
    }

    [Test]
    public async Task Only_one_message_is_read_for_a_step()
    {
        using var server = Start(async (socket, _) =>
        {
            await SendAsync(socket, "first");
            await SendAsync(socket, "wanted");
            await ReceiveAsync(socket);
        });

        var result = await ProbeAsync($"ws://localhost:{server.Port}/", new WebsocketModule { Steps = [new QueryStep { Expect = Probe.Expression("wanted") }] });

        Assert.That((result.Failure, result.Detail), Is.EqualTo((FailureReason.Body, "the message does not match \"wanted\": \"first\"")));
        Assert.That(Probe.Page(result), Does.Contain("probe_websocket_failed_due_to_regex 1\n").And.Contain("probe_websocket_connection_upgraded 1\n"));
    }

    [TestCase(125)]
    [TestCase(126)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    public async Task Messages_of_every_length_go_both_ways(int length)
    {
        var heard = 0;
        using var server = Start(async (socket, _) =>
        {
            await SendAsync(socket, new string('a', length));
            var buffer = new byte[100_000];
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(heard), CancellationToken.None);
                heard += part.Count;
            }
            while (!part.EndOfMessage);
            await SendAsync(socket, "done");
            await ReceiveAsync(socket);
        });

        var result = await ProbeAsync($"ws://localhost:{server.Port}/", new WebsocketModule
        {
            Steps =
            [
                new QueryStep { Expect = Probe.Expression($"^a{{1,1000}}"), Send = new byte[length] },
                new QueryStep { Expect = Probe.Expression("^done$") },
            ],
        });

        Assert.That(result.Success, result.Detail);
        Assert.That(heard, Is.EqualTo(length));
    }

    [TestCase("8904 70696e67 8100 8101 78", "", TestName = "A_ping_is_answered_before_the_message")]
    [TestCase("c101 78", "the server breaks the WebSocket protocol: it sends a frame with bits set")]
    [TestCase("8181 00000000 78", "the server breaks the WebSocket protocol: it sends a frame with bits set")]
    [TestCase("8001 78", "the server breaks the WebSocket protocol: it sends a frame of type 0")]
    [TestCase("0101 78 8101 78", "the server breaks the WebSocket protocol: it sends a frame of type 1")]
    [TestCase("897e 0100", "the server breaks the WebSocket protocol: it sends a control frame")]
    [TestCase("817f ffffffffffffffff", "the server sends a message longer than 1048576 bytes")]
    [TestCase("8105 78", "the connection was cut: ")]
    public async Task Frames_are_taken_as_the_protocol_has_them(string frames, string detail)
    {
        var pong = new TaskCompletionSource<byte[]>();
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await OpenAsync(stream);
            await stream.WriteAsync(Convert.FromHexString(frames.Replace(" ", "", StringComparison.Ordinal)));
            if (detail.Length == 0)
            {
                var bytes = new byte[10];
                await stream.ReadExactlyAsync(bytes);
                pong.SetResult(bytes);
            }
        });

        var result = await ProbeAsync($"ws://localhost:{server.Port}/", new WebsocketModule
        {
            Steps = [new QueryStep { Expect = Probe.Expression("^$") }, new QueryStep { Expect = Probe.Expression("^x$") }],
        });

        Assert.That(result.Success, Is.EqualTo(detail.Length == 0), result.Detail);
        Assert.That(result.Detail, Does.StartWith(detail));
        if (detail.Length == 0)
        {
            var answer = await pong.Task.WaitAsync(Probe.Long);
            Assert.That(answer[..2], Is.EqualTo(new byte[] { 0x8a, 0x84 }), "a pong, masked");
            Assert.That(answer[6..].Zip(answer[2..6], (a, b) => (char)(a ^ b)), Is.EqualTo("ping"));
        }
    }

    [Test]
    public async Task A_server_that_closes_first_is_told()
    {
        using var server = Start((socket, _) => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));

        var result = await ProbeAsync($"ws://localhost:{server.Port}/", new WebsocketModule { Steps = [new QueryStep { Expect = Probe.Expression("x") }] });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(result.Detail, Does.StartWith("the server closes the WebSocket"));
    }

    [Test]
    public async Task A_plain_web_server_opens_none()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("hello"));

        var result = await ProbeAsync($"ws://localhost:{server.Port}/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Status));
        Assert.That(Probe.Page(result), Does.Contain("probe_websocket_status_code 200\n").And.Contain("probe_websocket_connection_upgraded 0\n"));
    }

    [TestCase("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm90aGluZw==\r\n", "the server's Sec-WebSocket-Accept does not belong to this request")]
    [TestCase("Upgrade: h2c\r\nConnection: Upgrade\r\n", "the server's response has no \"Connection: Upgrade\" with \"Upgrade: websocket\"")]
    public async Task A_response_that_does_not_belong_to_the_request_opens_none(string headers, string detail)
    {
        using var server = ScriptServer.Answer($"HTTP/1.1 101 Switching Protocols\r\n{headers}\r\n");

        var result = await ProbeAsync($"ws://localhost:{server.Port}/");

        Assert.That((result.Failure, result.Detail), Is.EqualTo((FailureReason.Other, detail)));
        Assert.That(Probe.Page(result), Does.Contain("probe_websocket_status_code 101\n").And.Contain("probe_websocket_connection_upgraded 0\n"));
    }

    [Test]
    public async Task A_closed_port_has_no_phase_of_its_connection()
    {
        var result = await ProbeAsync($"ws://localhost:{Probe.ClosedPort()}/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Refused));
        Assert.That(Probe.Page(result), Does.Contain("phase=\"resolve\"").And.Contain("phase=\"processing\"").And.Not.Contain("phase=\"connect\"")
            .And.Contain("probe_websocket_status_code 0\n"));
    }

    [TestCase("http://localhost/")]
    [TestCase("localhost:80")]
    [TestCase("ws://")]
    public async Task What_is_no_websocket_url_is_told(string target)
    {
        var result = await ProbeAsync(target);

        Assert.That((result.Failure, result.Detail), Is.EqualTo((FailureReason.Other, $"\"{target}\" is no target for the websocket prober: it must be a ws:// or wss:// URL")));
    }

    private static Task<ProbeResult> ProbeAsync(string target, WebsocketModule? module = null) =>
        Probe.RunAsync(target, new ProbeModule { Name = "test", Websocket = module ?? new WebsocketModule() });

    private static ScriptServer Start(Func<WebSocket, string, Task> talk, bool useTls = false) => ScriptServer.Start(
        async (stream, _) =>
        {
            var head = await OpenAsync(stream);
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            await talk(socket, head);
        },
        certificate: useTls ? TestPki.Server() : null);

    /// <summary>The server's side of the handshake; returns the request.</summary>
    private static async Task<string> OpenAsync(Stream stream)
    {
        var head = await ScriptServer.HeadAsync(stream);
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))["Sec-WebSocket-Key: ".Length..];
#pragma warning disable CA5350 // RFC 6455 names SHA-1.
        var answer = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await ScriptServer.WriteAsync(stream, $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {answer}\r\n\r\n");
        return head;
    }

    private static ValueTask SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[100];
        var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, part.Count);
    }
}
