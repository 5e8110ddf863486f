using System.Net;
using System.Net.Sockets;
using System.Text;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class SocksProxyTests
{
    [TestCase("http")]
    [TestCase("https")]
    public async Task The_request_goes_through_the_proxy_to_the_checked_address(string scheme)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("far away"), certificate: scheme == "https" ? TestPki.Server() : null);
        byte[] asked = [];
        using var proxy = Socks(server.Port, request => asked = request);

        var result = await Probe.HttpAsync(
            $"{scheme}://localhost:{server.Port}/x", new HttpModule { Tls = TestPki.Trusted, Proxy = Through($"socks5://127.0.0.1:{proxy.Port}") });

        Assert.That(result.Success, result.Detail);
        Assert.That(asked, Is.EqualTo(new byte[] { 5, 1, 0, 1, 127, 0, 0, 1, (byte)(server.Port >> 8), (byte)server.Port }));
        Assert.That(server.Heads.Single(), Does.StartWith("GET /x HTTP/1.1\r\n").And.Contain($"Host: localhost:{server.Port}\r\n"));
    }

    [Test]
    public async Task The_proxy_gets_user_and_password_and_the_name_when_it_shall_resolve_it()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));
        byte[] asked = [];
        var credentials = "";
        using var proxy = Socks(server.Port, request => asked = request, given => credentials = given);
        var module = new HttpModule { Proxy = Through($"socks5h://us%40er:pass@127.0.0.1:{proxy.Port}"), SkipResolveWithProxy = true };

        var result = await Probe.HttpAsync("http://far.test/", module);

        Assert.That(result.Success, result.Detail);
        Assert.That(credentials, Is.EqualTo("us@er/pass"));
        Assert.That(asked, Is.EqualTo(new byte[] { 5, 1, 0, 3, 8, (byte)'f', (byte)'a', (byte)'r', (byte)'.', (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 80 }));
    }

    [TestCase(5, FailureReason.Refused, "connection refused")]
    [TestCase(2, FailureReason.Other, "its rules do not allow it")]
    [TestCase(99, FailureReason.Other, "code 99")]
    public async Task What_the_proxy_says_is_told(byte code, FailureReason reason, string text)
    {
        using var proxy = ScriptServer.Start(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[3]);
            await stream.WriteAsync(new byte[] { 5, 0 });
            await stream.ReadExactlyAsync(new byte[10]);
            await stream.WriteAsync(new byte[] { 5, code, 0, 1, 0, 0, 0, 0, 0, 0 });
        });

        var result = await Probe.HttpAsync("http://127.0.0.1:81/", new HttpModule { Proxy = Through($"socks5://127.0.0.1:{proxy.Port}") });

        Assert.That(result.Failure, Is.EqualTo(reason));
        Assert.That(result.Detail, Is.EqualTo($"the proxy 127.0.0.1:{proxy.Port} cannot connect to 127.0.0.1:81: {text}"));
    }

    [TestCase(new byte[] { 5, 2 }, FailureReason.Other, "wants a user and password; give them in proxy_url")]
    [TestCase(new byte[] { 5, 255 }, FailureReason.Other, "wants a user and password; give them in proxy_url")]
    [TestCase(new byte[] { 72, 84 }, FailureReason.Other, "is no SOCKS 5 proxy: it answers with version 72")]
    [TestCase(new byte[] { 5 }, FailureReason.Reset, "cut the connection during the SOCKS handshake")]
    public async Task A_proxy_of_another_kind_is_told(byte[] answer, FailureReason reason, string text)
    {
        using var proxy = ScriptServer.Start(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[3]);
            await stream.WriteAsync(answer);
        });

        var result = await Probe.HttpAsync("http://127.0.0.1:81/", new HttpModule { Proxy = Through($"socks5://127.0.0.1:{proxy.Port}") });

        Assert.That((result.Failure, result.Detail), Is.EqualTo(((FailureReason?)reason, $"the proxy 127.0.0.1:{proxy.Port} {text}")));
    }

    private static ProxyOptions Through(string url) => new() { Url = new Uri(url) };

    /// <summary>A SOCKS proxy that leads everything to one port of this machine.</summary>
    private static ScriptServer Socks(int port, Action<byte[]> asked, Action<string>? credentials = null) => ScriptServer.Start(async (client, _) =>
    {
        var head = new byte[2];
        await client.ReadExactlyAsync(head);
        await client.ReadExactlyAsync(new byte[head[1]]);
        await client.WriteAsync(new byte[] { 5, (byte)(credentials is null ? 0 : 2) });
        if (credentials is not null)
        {
            await client.ReadExactlyAsync(new byte[1]);
            var user = await CountedAsync(client);
            credentials($"{Encoding.UTF8.GetString(user)}/{Encoding.UTF8.GetString(await CountedAsync(client))}");
            await client.WriteAsync(new byte[] { 1, 0 });
        }

        var request = new byte[4];
        await client.ReadExactlyAsync(request);
        byte[] address;
        if (request[3] == 3)
        {
            var name = await CountedAsync(client);
            address = [(byte)name.Length, .. name];
        }
        else
        {
            address = new byte[request[3] == 1 ? 4 : 16];
            await client.ReadExactlyAsync(address);
        }

        var number = new byte[2];
        await client.ReadExactlyAsync(number);
        asked([.. request, .. address, .. number]);
        using var onward = new TcpClient();
        await onward.ConnectAsync(IPAddress.Loopback, port);
        await client.WriteAsync(new byte[] { 5, 0, 0, 3, 2, (byte)'m', (byte)'e', 0, 0 });
        await Task.WhenAny(client.CopyToAsync(onward.GetStream()), onward.GetStream().CopyToAsync(client));
    });

    private static async Task<byte[]> CountedAsync(Stream stream)
    {
        var length = new byte[1];
        await stream.ReadExactlyAsync(length);
        var bytes = new byte[length[0]];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
