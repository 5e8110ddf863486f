using System.Net.Sockets;
using Exporters.Probes.Icmp;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Icmp;

internal sealed class IcmpProberTests
{
    [TestCase("127.0.0.1", 0)]
    [TestCase("::1", 0)]
    [TestCase("127.0.0.1", 1400)]
    [TestCase("127.0.0.1", 3)]
    public async Task Loopback_answers_with_its_hop_limit(string target, int payload)
    {
        RequirePing();

        var result = await Probe.RunAsync(target, new ProbeModule { Name = "test", Icmp = new IcmpModule { PayloadSize = payload, Ttl = 17 } });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Icmp!.HopLimit, Is.Not.Null);
        Assert.That(result.Icmp.RttSeconds, Is.Positive);
        Assert.That(Probe.Page(result), Does.Contain("probe_icmp_duration_seconds{phase=\"setup\"}"));
    }

    [Test]
    public async Task Two_at_once_do_not_take_each_others_replies()
    {
        RequirePing();
        var module = new ProbeModule { Name = "test", Icmp = new IcmpModule() };

        var results = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Probe.RunAsync($"127.0.0.{i}", module)));

        Assert.That(results.Select(result => result.Detail), Has.All.Empty);
    }

    [Test]
    public async Task A_name_without_address_shows_the_phases_as_zero()
    {
        var result = await Probe.RunAsync("nowhere.test", new ProbeModule { Name = "test", Icmp = new IcmpModule() });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Dns));
        Assert.That(Probe.Page(result), Does.Contain("probe_icmp_duration_seconds{phase=\"rtt\"} 0\n").And.Not.Contain("hop_limit"));
    }

    [Test]
    public void A_request_has_a_right_checksum()
    {
        var packet = EchoPacket.Request(isIp6: false, 0x1234, 0x0001, 5);

        Assert.That(EchoPacket.Checksum(packet), Is.Zero);
        Assert.That(packet, Has.Length.EqualTo(13));
    }

    [Test]
    public void Only_the_own_reply_is_one()
    {
        var request = EchoPacket.Request(isIp6: false, 1, 2, 4);
        var reply = request.ToArray();
        reply[0] = 0;

        Assert.That(EchoPacket.Answers(reply, request, isIp6: false, checkId: true));
        reply[5] ^= 1;
        Assert.That(EchoPacket.Answers(reply, request, isIp6: false, checkId: true), Is.False);
        Assert.That(EchoPacket.Answers(reply, request, isIp6: false, checkId: false), "the kernel's ping socket sets the identifier");
        reply[7] ^= 1;
        Assert.That(EchoPacket.Answers(reply, request, isIp6: false, checkId: false), Is.False);
    }

    private static void RequirePing()
    {
        try
        {
            PingSocket.Open(isIp6: false, new IcmpModule()).Dispose();
            PingSocket.Open(isIp6: true, new IcmpModule()).Dispose();
        }
        catch (Exception e) when (e is ProbeException or SocketException)
        {
            Assert.Ignore(e.Message);
        }
    }
}
