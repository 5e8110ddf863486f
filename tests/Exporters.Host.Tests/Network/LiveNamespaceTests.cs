using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network;

/// <summary>Collectors that ask netlink, in a network namespace whose interfaces the test makes.</summary>
public sealed class LiveNamespaceTests
{
    [Test]
    public void Interfaces_that_come_and_go_are_noticed_at_the_next_scrape() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        var collector = Make.Collector("netdev", new HostPaths());
        Assert.That(Devices(collector), Is.EquivalentTo(new[] { "lo", "veth-one", "veth-two" }));
        OwnNamespace.Ip("link set veth-two name renamed");
        Assert.That(Devices(collector), Is.EquivalentTo(new[] { "lo", "veth-one", "renamed" }));
        OwnNamespace.Ip("link del veth-one");
        Assert.That(Devices(collector), Is.EqualTo(new[] { "lo" }));
    });

    [Test]
    public void Neighbours_are_counted_by_interface() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        OwnNamespace.Ip("link set veth-one up");
        OwnNamespace.Ip("neigh add 10.1.2.4 lladdr 02:00:00:00:00:04 dev veth-one");
        OwnNamespace.Ip("neigh add 10.1.2.5 lladdr 02:00:00:00:00:05 dev veth-one");
        OwnNamespace.Ip("neigh add 10.1.2.6 lladdr 02:00:00:00:00:06 nud noarp dev veth-one");
        Assert.That(Page.Samples(Make.Collector("arp", new HostPaths())), Is.EqualTo(new[] { "node_arp_entries{device=\"veth-one\"} 2" }));
    });

    [Test]
    public void Private_addresses_are_shown_with_their_interface() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        OwnNamespace.Ip("addr add 10.1.2.3/24 dev veth-one");
        OwnNamespace.Ip("addr add 198.51.100.7/24 dev veth-one");
        OwnNamespace.Ip("addr add 10.9.9.1 peer 198.51.100.9/32 dev veth-two");
        var collector = Make.Collector("hostaddress", new HostPaths());
        Assert.That(Page.Samples(collector), Is.EquivalentTo(new[]
        {
            "exporters_host_address_info{device=\"veth-one\",address=\"10.1.2.3\",family=\"ipv4\",scope=\"private\"} 1",
            "exporters_host_address_info{device=\"veth-two\",address=\"10.9.9.1\",family=\"ipv4\",scope=\"private\"} 1",
        }));
        OwnNamespace.Ip("addr del 10.1.2.3/24 dev veth-one");
        Assert.That(Page.Samples(collector), Has.Length.EqualTo(1));
    });

    [Test]
    public void Sysfs_of_another_namespace_is_not_mixed_with_netlink_of_this_one() => OwnNamespace.Run(() =>
    {
        // /sys still shows the namespace that this thread has left: its interfaces must be read from there alone.
        OwnNamespace.Ip("link add eth0 address 02:00:00:00:ff:ff type veth peer name veth-two");
        var samples = Page.Samples(Make.Collector("netclass", new HostPaths()), "node_network_info");
        Assert.That(samples, Has.None.Contains("02:00:00:00:ff:ff").And.None.Contains("veth-two"));
    });

    [Test]
    public void A_dump_of_two_thousand_interfaces_comes_in_many_datagrams_and_is_complete() => OwnNamespace.Run(() =>
    {
        var commands = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(commands, Enumerable.Range(0, 1000).Select(i => $"link add one{i} type veth peer name two{i}"));
            OwnNamespace.Ip($"-batch {commands}");
        }
        finally
        {
            File.Delete(commands);
        }

        var links = new LinkTable();
        Assert.That(links.TryRead(), Is.EqualTo(Errno.None));
        Assert.That(links.Count, Is.EqualTo(2001));
        Allocations.AreNone(Make.Collector("netdev", new HostPaths()));
    });

    [Test]
    public void A_bond_and_a_dummy_are_shown_where_the_kernel_has_them() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add bond-one type bond");
        OwnNamespace.Ip("link add dummy-one type dummy");
        Assert.That(Devices(Make.Collector("netdev", new HostPaths())), Is.SupersetOf(new[] { "bond-one", "dummy-one" }));
    });

    private static string[] Devices(Exporters.Metrics.ICollector collector) =>
        [.. Page.Samples(collector, "node_network_receive_bytes_total").Select(sample => sample.Split('"')[1])];
}
