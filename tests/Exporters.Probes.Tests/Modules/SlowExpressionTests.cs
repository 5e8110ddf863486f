using System.Net;
using System.Net.Sockets;
using Exporters.Configuration.Patterns;
using Exporters.Probes.Cel;
using Exporters.Probes.Dns;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Modules;

/// <summary>Expressions of the operator that take for ever on texts that a stranger can write.</summary>
internal sealed class SlowExpressionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);
    private static readonly string Hostile = new string('a', 40) + "!";

    private static Pattern Slow => Probe.Expression("^(?!zz)(a+)+$");

    [Test]
    public async Task A_body_expression_ends_with_the_probe([Values] bool isNegated)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(Hostile));
        var slow = Slow;

        await RequireTimeoutAsync($"http://127.0.0.1:{server.Port}", new ProbeModule
        {
            Name = "test",
            Http = isNegated ? new HttpModule { FailIfBodyNotMatches = [slow] } : new HttpModule { FailIfBodyMatches = [slow] },
        });

        Assert.That(slow.Timeouts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_header_expression_ends_with_the_probe()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("", $"X: {Hostile}\r\n"));

        await RequireTimeoutAsync($"http://127.0.0.1:{server.Port}", new ProbeModule
        {
            Name = "test",
            Http = new HttpModule { FailIfHeaderMatches = [new HeaderMatch("X", Slow, AllowMissing: false)] },
        });
    }

    [Test]
    public async Task A_condition_on_json_ends_with_the_probe()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok($"[\"{Hostile}\"]"));

        await RequireTimeoutAsync($"http://127.0.0.1:{server.Port}", new ProbeModule
        {
            Name = "test",
            Http = new HttpModule { FailIfJsonMatches = new CelProgram("body[0].matches('^(?!zz)(a+)+$')") },
        });
    }

    [Test]
    public async Task An_expected_line_ends_with_the_probe()
    {
        using var server = ScriptServer.Answer(Hostile + "\n");

        await RequireTimeoutAsync($"127.0.0.1:{server.Port}", new ProbeModule
        {
            Name = "test",
            Tcp = new TcpModule { Steps = [new QueryStep { Send = "\r\n\r\n"u8.ToArray() }, new QueryStep { Expect = Slow }] },
        });
    }

    [Test]
    public async Task A_record_expression_ends_with_the_probe()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = AnswerAsync(server);

        await RequireTimeoutAsync($"127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}", new ProbeModule
        {
            Name = "test",
            Dns = new DnsModule { QueryName = "a.test", Answer = new RecordChecks { FailIfMatches = [Probe.Expression("(?!zz)(a+)+$")] } },
        });
        await serving;
    }

    [Test]
    public async Task An_expression_that_Go_can_run_is_decided_whatever_the_body()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(Hostile));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}", new HttpModule { FailIfBodyNotMatches = [Probe.Expression("^(a+)+$")] });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Body), result.Detail);
    }

    private static async Task AnswerAsync(UdpClient server)
    {
        var question = await server.ReceiveAsync();
        await server.SendAsync(new DnsWire().Add(0, DnsTypes.Txt, 1, [(byte)Hostile.Length, .. System.Text.Encoding.ASCII.GetBytes(Hostile)]).Answer(question.Buffer), question.RemoteEndPoint);
    }

    private static async Task RequireTimeoutAsync(string target, ProbeModule module)
    {
        var result = await new ProbeRunner(TimeProvider.System, Probe.Resolver(), Probe.Instruments()).RunAsync(
            target, module, Probe.Anywhere, Timeout, ProbeTrace.Off, null, CancellationToken.None).WaitAsync(Probe.Long);

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Timeout), result.Detail);
    }
}
