using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network;

/// <summary>Routes and queues of a network namespace that the test fills.</summary>
public sealed class LiveRoutesTests
{
    [Test]
    public void Routes_are_shown_with_their_next_hops() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        OwnNamespace.Ip("link set veth-one up");
        OwnNamespace.Ip("link set veth-two up");
        OwnNamespace.Ip("addr add 10.1.2.3/24 dev veth-one");
        OwnNamespace.Ip("route add 10.9.0.0/16 via 10.1.2.1 dev veth-one metric 7 proto static");
        OwnNamespace.Ip("route add default proto bird nexthop via 10.1.2.1 dev veth-one weight 3 nexthop dev veth-two");
        OwnNamespace.Ip("route add 10.9.0.0/16 via 10.1.2.1 dev veth-one metric 7 proto static table 99");
        OwnNamespace.Ip("route add blackhole 10.8.0.0/16");
        var samples = Page.Samples(Make.Collector("network_route", new HostPaths()));
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_network_route_info{device="veth-one",src="10.1.2.3",dest="10.1.2.0/24",gw="",priority="0",proto="kernel",weight=""} 1""",
            """node_network_route_info{device="veth-one",src="",dest="10.9.0.0/16",gw="10.1.2.1",priority="7",proto="static",weight=""} 1""",
            """node_network_route_info{device="veth-one",src="",dest="default",gw="10.1.2.1",priority="0",proto="bird",weight="3"} 1""",
            """node_network_route_info{device="veth-two",src="",dest="default",gw="",priority="0",proto="bird",weight="1"} 1""",
        }));
        Assert.That(samples, Has.None.Contains("10.8.0.0").And.Unique);
        Assert.That(samples, Has.Some.StartsWith("node_network_routes{device=\"veth-one\"}"));
    });

    [Test]
    public void Queues_are_shown_by_interface_and_filtered() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        OwnNamespace.Ip("link set veth-one up");
        var samples = Page.Samples(Make.Collector("qdisc", new HostPaths(), "collector.qdisc.device-include=^veth-one$"));
        Assert.That(samples, Has.Length.EqualTo(7).And.All.Contains("device=\"veth-one\",kind=\"noqueue\""));
    });

    [Test]
    public void Recorded_queues_stand_in_for_those_of_the_kernel()
    {
        using var machine = FixtureTree.With("root/results.json", """[ { "IfaceName": "wlan0", "Bytes": 42, "Kind": "fq", "Drops": 1 }, { "IfaceName": "eth0", "Kind": "fq" } ]""");
        Assert.That(
            Page.Samples(Make.Collector("qdisc", machine.Paths, $"collector.qdisc.fixtures={machine.Directory}/root", "collector.qdisk.device-exclude=eth0"), "node_qdisc_bytes_total"),
            Is.EqualTo(new[] { """node_qdisc_bytes_total{device="wlan0",kind="fq"} 42""" }));
    }
}
