using Exporters.Commands;

namespace Exporters.Tests.Commands;

[TestFixture]
public sealed class PeerFlagsTests
{
    [Test]
    public void A_collector_that_is_not_there_may_be_switched_off()
    {
        var args = PeerFlags.Translate(["--no-collector.runit", "serve", "--no-collector.supervisord", "--no-collector.arp"], out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(args, Is.EqualTo(new[] { "serve", "--no-collector.arp" }));
    }

    [Test]
    public void A_collector_that_is_not_there_cannot_be_switched_on_or_set([Values("--collector.ntp", "--collector.ntp.server=a", "--collector.ntp.server")] string flag)
    {
        PeerFlags.Translate([flag], out var problems);
        Assert.That(problems, Has.One.Contains("collector ntp is not in this version"));
    }

    [Test]
    public void Former_names_are_taken_with_their_values()
    {
        var args = PeerFlags.Translate(["--collector.netdev.device-blacklist=^veth.*$", "--collector.systemd.unit-whitelist", "a|b"], out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(args, Is.EqualTo(new[] { "--collector.netdev.device-exclude=^veth.*$", "--collector.systemd.unit-include", "a|b" }));
    }

    [Test]
    public void The_number_of_threads_of_another_runtime_is_left_out()
    {
        var args = PeerFlags.Translate(["--runtime.gomaxprocs=1", "--runtime.gomaxprocs", "2", "--log.level=warn"], out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(args, Is.EqualTo(new[] { "--log.level=warn" }));
    }

    [Test]
    public void What_this_program_knows_stays_as_it_is()
    {
        string[] args = ["metrics", "--collector.cpu.info", "--path.rootfs=/host", "--collector.disable-defaults"];
        Assert.That(PeerFlags.Translate(args, out _), Is.EqualTo(args));
    }
}
