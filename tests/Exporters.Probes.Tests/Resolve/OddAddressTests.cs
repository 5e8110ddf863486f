using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Resolve;

/// <summary>Addresses in forms that the C library takes and the peer does not.</summary>
internal sealed class OddAddressTests
{
    [TestCase("127.1")]
    [TestCase("0x7f.1")]
    [TestCase("0x7f000001")]
    [TestCase("2130706433")]
    [TestCase("127.0.0.01")]
    [TestCase("0177.0.0.1")]
    public async Task They_are_no_hosts(string host)
    {
        using var server = ScriptServer.Answer("");

        var tcp = await Probe.TcpAsync($"{host}:{server.Port}");
        var http = await Probe.HttpAsync($"http://{host}:{server.Port}/");

        Assert.That(tcp.Failure, Is.EqualTo(FailureReason.Dns));
        Assert.That(tcp.Detail, Is.EqualTo($"\"{host}\" is no host name, and an address has four decimal numbers: 127.0.0.1"));
        Assert.That(http.Success, Is.False);
    }

    [Test]
    public async Task Nor_does_a_redirect_lead_there()
    {
        using var target = ScriptServer.Answer("");
        using var server = ScriptServer.Answer(ScriptServer.Redirect($"http://127.1:{target.Port}/"));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/");

        Assert.That(result.Success, Is.False);
        Assert.That(result.Detail, Does.Contain("no URL that can be requested"));
    }
}
