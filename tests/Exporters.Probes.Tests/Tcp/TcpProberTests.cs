using System.Text;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Tcp;

internal sealed class TcpProberTests
{
    [Test]
    public async Task A_connection_is_enough_where_nothing_is_asked()
    {
        using var server = ScriptServer.Answer("");

        var result = await Probe.TcpAsync($"localhost:{server.Port}");

        Assert.That(result.Success, result.Detail);
        Assert.That(Probe.Page(result), Does.Contain("probe_failed_due_to_regex 0\n").And.Contain("probe_failed_due_to_bytes 0\n"));
    }

    [Test]
    public async Task A_closed_port_is_refused_and_nothing_said_of_lines_and_bytes([Values] bool useTls)
    {
        var result = await Probe.TcpAsync($"127.0.0.1:{Probe.ClosedPort()}", new TcpModule { UseTls = useTls });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Refused));
        Assert.That(Probe.Page(result), Does.Not.Contain("probe_failed_due_to_"));
    }

    [Test]
    public async Task A_name_in_other_letters_is_asked_for_in_ascii()
    {
        using var server = ScriptServer.Answer("");

        var result = await Probe.TcpAsync($"münchen.test:{server.Port}");

        Assert.That(result.Success, result.Detail);
    }

    [TestCase("127.0.0.1")]
    [TestCase("http://127.0.0.1:80/")]
    [TestCase("127.0.0.1:99999")]
    public async Task A_target_without_port_is_told(string target)
    {
        var result = await Probe.TcpAsync(target);

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith($"\"{target}\" is no target for the tcp prober: it must be host:port"));
    }

    [Test]
    public async Task A_conversation_uses_what_was_heard()
    {
        var heard = new List<string>();
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            await ScriptServer.WriteAsync(stream, "welcome\r\nSSH-2.0-OpenSSH_9.2 Debian\r\n");
            heard.Add((await reader.ReadLineAsync())!);
            await ScriptServer.WriteAsync(stream, "bye\n");
        });
        var module = new TcpModule
        {
            Steps =
            [
                new QueryStep
                {
                    Expect = Probe.Expression("^SSH-2.0-([^ -]+)(?: (.*))?$"),
                    Send = "PONG ${1} $2 $$ ${9}"u8.ToArray(),
                    Labels = [KeyValuePair.Create("ssh_version", "${1}"), KeyValuePair.Create("ssh_comments", "$2")],
                },
                new QueryStep { Expect = Probe.Expression("bye") },
            ],
        };

        var result = await Probe.TcpAsync($"127.0.0.1:{server.Port}", module);

        Assert.That(result.Success, result.Detail);
        Assert.That(heard, Is.EqualTo(new[] { "PONG OpenSSH_9.2 Debian $ " }));
        Assert.That(Probe.Page(result), Does.Contain("probe_expect_info{ssh_version=\"OpenSSH_9.2\",ssh_comments=\"Debian\"} 1\n"));
    }

    [Test]
    public async Task A_line_that_never_comes_is_a_body_failure()
    {
        using var server = ScriptServer.Start((stream, _) => ScriptServer.WriteAsync(stream, "-ERR go away\r\n"));

        var result = await Probe.TcpAsync($"127.0.0.1:{server.Port}", new TcpModule { Steps = [new QueryStep { Expect = Probe.Expression("^+OK") }] });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(result.FailedByRegex);
        Assert.That(result.Detail, Is.EqualTo("no line matches \"^+OK\" before the server closed; the last was \"-ERR go away\""));
    }

    [TestCase("S", true)]
    [TestCase("N", false)]
    public async Task Expected_bytes_decide(string answer, bool good)
    {
        byte[] request = [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];
        var heard = new byte[8];
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(heard);
            await ScriptServer.WriteAsync(stream, answer);
        });
        var module = new TcpModule { Steps = [new QueryStep { Send = request, IsBinary = true }, new QueryStep { ExpectBytes = "S"u8.ToArray() }] };

        var result = await Probe.TcpAsync($"127.0.0.1:{server.Port}", module);

        Assert.That(heard, Is.EqualTo(request));
        Assert.That(result.Success, Is.EqualTo(good), result.Detail);
        Assert.That(result.Tcp!.FailedByBytes, Is.EqualTo(!good));
    }

    [Test]
    public async Task Starttls_goes_on_in_tls_and_tells_of_the_certificate()
    {
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await ScriptServer.WriteAsync(stream, "220 mail ESMTP\r\n");
            await stream.ReadExactlyAsync(new byte["STARTTLS\r\n".Length]);
            await ScriptServer.WriteAsync(stream, "220 go\r\n");
            await using var secure = new System.Net.Security.SslStream(stream, leaveInnerStreamOpen: true);
            await secure.AuthenticateAsServerAsync(
                new System.Net.Security.SslServerAuthenticationOptions { ServerCertificateContext = TestPki.Server() });
            await ScriptServer.WriteAsync(secure, "250 secret\r\n");
        });
        var module = new TcpModule
        {
            Tls = TestPki.Trusted,
            Steps =
            [
                new QueryStep { Expect = Probe.Expression("^220"), Send = Encoding.ASCII.GetBytes("STARTTLS\r") },
                new QueryStep { Expect = Probe.Expression("^220") },
                new QueryStep { StartTls = true },
                new QueryStep { Expect = Probe.Expression("^250") },
            ],
        };

        var result = await Probe.TcpAsync($"localhost:{server.Port}", module);

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Tls!.Leaf!.Subject, Is.EqualTo("CN=localhost,O=Tests"));
        Assert.That(Probe.Page(result), Does.Contain("probe_ssl_earliest_cert_expiry").And.Not.Contain("probe_tls_cipher_info"));
    }

    [TestCase("host:80", "host", 80)]
    [TestCase("[::1]:25", "::1", 25)]
    public void Hosts_and_ports_are_told_apart(string target, string host, int port)
    {
        var hop = HostPort.Parse("tcp", target, null);

        Assert.That((hop.Host, hop.Port), Is.EqualTo((host, port)));
    }

    [TestCase("::1", "::1", 53)]
    [TestCase("[::1]", "::1", 53)]
    [TestCase("ns.example", "ns.example", 53)]
    public void A_missing_port_is_the_default_where_there_is_one(string target, string host, int port)
    {
        var hop = HostPort.Parse("dns", target, 53);

        Assert.That((hop.Host, hop.Port), Is.EqualTo((host, port)));
    }
}
