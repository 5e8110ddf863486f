using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Guard;

/// <summary>Names whose address changes from one question to the next.</summary>
internal sealed class RebindingTests
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    [Test]
    public async Task A_name_is_asked_for_once_for_each_request_and_the_address_checked_is_the_one_connected_to()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("inside"));
        var names = new Queue<IPAddress>([IPAddress.Loopback, Metadata]);

        var result = await RunAsync($"http://rebind.test:{server.Port}/", names);

        Assert.That(result.Success, result.Detail);
        Assert.That(server.Connections, Is.EqualTo(1));
        Assert.That(names, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_redirect_to_the_same_name_is_resolved_and_checked_anew()
    {
        using var server = ScriptServer.Answer(head => ScriptServer.Redirect("/again"));

        var result = await RunAsync($"http://rebind.test:{server.Port}/", new Queue<IPAddress>([IPAddress.Loopback, Metadata]));

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith($"rebind.test:{server.Port} has the address 169.254.169.254, which is link-local"));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase("http://[::ffff:169.254.169.254]/")]
    [TestCase("http://[fe80::1%251]/")]
    public void An_address_written_otherwise_is_the_same_address(string url) =>
        Assert.That(async () => await RunAsync(url, []), Throws.TypeOf<GuardException>());

    [TestCase("[::ffff:a9fe:a9fe]:80")]
    public void So_it_is_for_tcp(string target) => Assert.That(
        async () => await new ProbeRunner(TimeProvider.System, new HostResolver(), Probe.Instruments()).RunAsync(
            target, new ProbeModule { Name = "tcp", Tcp = new TcpModule() }, Everything, Probe.Long, ProbeTrace.Off, null, CancellationToken.None),
        Throws.TypeOf<GuardException>());

    [TestCase("http://2852039166/")]
    [TestCase("http://0xa9fea9fe/")]
    [TestCase("http://0251.0376.0251.0376/")]
    [TestCase("http://0/")]
    public async Task One_that_only_the_C_library_takes_for_an_address_is_asked_nothing(string url) =>
        Assert.That((await RunAsync(url, [])).Success, Is.False);

    private static TargetGuard Everything => TargetRule.TryParse("*", out var any) ? TargetGuard.ForRequest([any], null) : throw new InvalidOperationException();

    private static Task<ProbeResult> RunAsync(string url, Queue<IPAddress> answers) =>
        new ProbeRunner(TimeProvider.System, new HostResolver(_ => [answers.Dequeue()]), Probe.Instruments()).RunAsync(
            url, new ProbeModule { Name = "test", Http = new HttpModule() }, Everything, Probe.Long, ProbeTrace.Off, null, CancellationToken.None);
}
