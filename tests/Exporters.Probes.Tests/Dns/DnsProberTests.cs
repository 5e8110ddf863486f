using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Dns;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Dns;

internal sealed class DnsProberTests
{
    private static readonly DnsWire OneAddress = new DnsWire().Add(0, DnsTypes.A, 300, 192, 0, 2, 1);

    [Test]
    public async Task An_answer_over_udp_is_counted_and_timed()
    {
        byte[]? asked = null;
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = ServeAsync(server, question =>
        {
            asked = question;
            return new DnsWire().Add(0, DnsTypes.A, 300, 192, 0, 2, 1).Add(1, DnsTypes.Ns, 60, DnsWire.Name("ns.example")).Add(2, DnsTypes.A, 60, 10, 0, 0, 1).Answer(question);
        });

        var result = await RunAsync(server, new DnsModule { QueryName = "www.example", QueryType = DnsTypes.A });
        await serving;

        Assert.That(result.Success, result.Detail);
        Assert.That((result.Dns!.Answers, result.Dns.Authorities, result.Dns.Additionals), Is.EqualTo((1, 1, 1)));
        Assert.That(result.Dns.RequestSeconds, Is.Positive);
        Assert.That(asked![2], Is.EqualTo(1), "recursion desired");
        Assert.That(asked.AsSpan(12).ToArray(), Is.EqualTo(new byte[] { 3, (byte)'w', (byte)'w', (byte)'w', 7, (byte)'e', (byte)'x', (byte)'a', (byte)'m', (byte)'p', (byte)'l', (byte)'e', 0, 0, 1, 0, 1 }));
        Assert.That(Probe.Page(result), Does.Contain("probe_dns_query_succeeded 1\n").And.Not.Contain("probe_dns_serial"));
    }

    [TestCase(3, new[] { 0 }, false)]
    [TestCase(3, new[] { 0, 3 }, true)]
    public async Task The_response_code_decides(int rcode, int[] valid, bool good)
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = ServeAsync(server, new DnsWire { Rcode = rcode }.Answer);

        var result = await RunAsync(server, new DnsModule { QueryName = "gone.example", ValidRcodes = valid });
        await serving;

        Assert.That(result.Success, Is.EqualTo(good), result.Detail);
        Assert.That(result.Failure, Is.EqualTo(good ? (FailureReason?)null : FailureReason.Status));
        Assert.That(result.Detail, Is.EqualTo(good ? "" : "the response code is NXDOMAIN, expected NOERROR"));
    }

    [Test]
    public async Task The_serial_of_the_zone_is_told_where_it_was_asked_for()
    {
        byte[] soa = [.. DnsWire.Name("ns.example"), .. DnsWire.Name("root.example"), 0x78, 0xd1, 0x05, 0x65, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4];
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = ServeAsync(server, new DnsWire().Add(0, DnsTypes.Soa, 60, soa).Answer);
        var checks = new RecordChecks { FailIfNotMatches = [Probe.Expression("^example\\.\t60\tIN\tSOA\tns\\.example\\. root\\.example\\. 2026964325 1 2 3 4$")] };

        var result = await RunAsync(server, new DnsModule { QueryName = "example", QueryType = DnsTypes.Soa, Answer = checks });
        await serving;

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Dns!.Serial, Is.EqualTo(2026964325));
    }

    [Test]
    public async Task Stray_answers_are_passed_over()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = ServeAsync(server, question =>
        {
            var other = OneAddress.Answer(question);
            other[0] ^= 0xff;
            return other;
        }, OneAddress.Answer);

        var result = await RunAsync(server, new DnsModule { QueryName = "www.example" });
        await serving;

        Assert.That(result.Success, result.Detail);
    }

    [Test]
    public async Task Nobody_at_the_port_is_refused()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        server.Close();

        var result = await Probe.RunAsync($"127.0.0.1:{port}", new ProbeModule { Name = "test", Dns = new DnsModule { QueryName = "www.example" } });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Refused), result.Detail);
        Assert.That(Probe.Page(result), Does.Contain("probe_dns_query_succeeded 0\n"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_answer_over_tcp_and_tls_comes_the_same(bool tls)
    {
        using var server = ScriptServer.Start(
            async (stream, _) =>
            {
                var length = new byte[2];
                await stream.ReadExactlyAsync(length);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question);
                var answer = OneAddress.Answer(question);
                await stream.WriteAsync(new[] { (byte)(answer.Length >> 8), (byte)answer.Length });
                await stream.WriteAsync(answer);
            },
            certificate: tls ? TestPki.Server() : null);

        var result = await Probe.RunAsync(
            $"localhost:{server.Port}",
            new ProbeModule { Name = "test", Dns = new DnsModule { QueryName = "www.example", UseTcp = true, UseTls = tls, Tls = TestPki.Trusted } });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Dns!.Answers, Is.EqualTo(1));
        Assert.That(result.Tls is not null, Is.EqualTo(tls));
    }

    [Test]
    public async Task A_connection_cut_within_the_answer_is_a_reset()
    {
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[20]);
            await stream.WriteAsync(new byte[] { 0, 50, 1 });
        });

        var result = await Probe.RunAsync(
            $"localhost:{server.Port}", new ProbeModule { Name = "test", Dns = new DnsModule { QueryName = "www.example", UseTcp = true } });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Reset), result.Detail);
    }

    [Test]
    public async Task Garbage_is_no_answer()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = ServeAsync(server, question =>
        {
            var answer = OneAddress.Answer(question);
            answer[7] = 9; // nine answers, one there
            return answer;
        });

        var result = await RunAsync(server, new DnsModule { QueryName = "www.example" });
        await serving;

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo("the answer is no DNS message: a name runs out of the message"));
        Assert.That(result.Dns!.Answered, Is.False);
    }

    private static Task<ProbeResult> RunAsync(UdpClient server, DnsModule module) =>
        Probe.RunAsync($"127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}", new ProbeModule { Name = "test", Dns = module });

    private static async Task ServeAsync(UdpClient server, params Func<byte[], byte[]>[] answers)
    {
        var question = await server.ReceiveAsync();
        foreach (var answer in answers)
        {
            await server.SendAsync(answer(question.Buffer), question.RemoteEndPoint);
        }
    }
}
