using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Addresses;

public sealed class ArpCollectorTests
{
    private const string File =
        "IP address       HW type     Flags       HW address            Mask     Device\n"
        + "192.0.2.1        0x1         0x2         02:00:00:00:00:05     *        eth0\n"
        + "192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        eth0\n"
        + "192.0.2.3        0x1         0x2         02:00:00:00:00:06     *        nope\n";

    [Test]
    public void Entries_of_the_file_are_counted_by_interface()
    {
        using var tree = FixtureTree.With("proc/net/arp", File);
        Assert.That(Page.Samples(Make.Collector("arp", tree.Paths)), Is.EqualTo(new[] { "node_arp_entries{device=\"eth0\"} 2", "node_arp_entries{device=\"nope\"} 1" }));
        Assert.That(Page.Samples(Make.Collector("arp", tree.Paths, "collector.arp.device-exclude=nope")), Is.EqualTo(new[] { "node_arp_entries{device=\"eth0\"} 2" }));
        Assert.That(Page.Samples(Make.Collector("arp", tree.Paths, "collector.arp.device-include=nope")), Is.EqualTo(new[] { "node_arp_entries{device=\"nope\"} 1" }));
    }

    [Test]
    public void No_entries_are_no_series()
    {
        using var tree = FixtureTree.With("proc/net/arp", File[..(File.IndexOf('\n') + 1)]);
        Assert.That(Page.Samples(Make.Collector("arp", tree.Paths)), Is.Empty);
    }

    [Test]
    public void A_line_that_is_cut_off_is_left_out_with_its_place()
    {
        using var tree = FixtureTree.With("proc/net/arp", File[..^6]);
        Assert.That(Page.Unreadable(Make.Collector("arp", tree.Paths)), Has.One.Contains("net/arp:4: expected"));
    }

    [Test]
    public void A_scrape_allocates_nothing_over_netlink_or_from_the_file()
    {
        Allocations.AreNone(Make.Collector("arp", new HostPaths()));
        using var tree = FixtureTree.With("proc/net/arp", File);
        Allocations.AreNone(Make.Collector("arp", tree.Paths));
    }
}
