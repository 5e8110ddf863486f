using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class BondingCollectorTests
{
    [Test]
    public void Slaves_and_those_with_a_link_are_counted_for_each_bond()
    {
        using var tree = FixtureTree.With("sys/class/net/bonding_masters", "bond0 dmz int\n")
            .Add("sys/class/net/bond0/bonding/slaves", "\n")
            .Add("sys/class/net/dmz/bonding/slaves", "eth0 eth4\n")
            .Add("sys/class/net/dmz/lower_eth0/bonding_slave/mii_status", "up\n")
            .Add("sys/class/net/dmz/lower_eth4/bonding_slave/mii_status", "up\n")
            .Add("sys/class/net/int/bonding/slaves", "eth5 eth1\n")
            .Add("sys/class/net/int/slave_eth1/bonding_slave/mii_status", "up\n")
            .Add("sys/class/net/int/lower_eth5/bonding_slave/mii_status", "down\n");
        Assert.That(Page.Samples(Make.Collector("bonding", tree.Paths)), Is.EqualTo(new[]
        {
            "node_bonding_active{master=\"bond0\"} 0", "node_bonding_active{master=\"dmz\"} 2", "node_bonding_active{master=\"int\"} 1",
            "node_bonding_slaves{master=\"bond0\"} 0", "node_bonding_slaves{master=\"dmz\"} 2", "node_bonding_slaves{master=\"int\"} 2",
        }));
    }

    [Test]
    public void A_slave_that_went_while_it_was_read_is_configured_but_not_active()
    {
        using var tree = FixtureTree.With("sys/class/net/bonding_masters", "bond0\n").Add("sys/class/net/bond0/bonding/slaves", "eth0\n");
        Assert.That(Page.Samples(Make.Collector("bonding", tree.Paths)), Is.EqualTo(new[]
        {
            "node_bonding_active{master=\"bond0\"} 0", "node_bonding_slaves{master=\"bond0\"} 1",
        }));
    }

    [Test]
    public void A_bond_that_went_while_it_was_read_is_left_out()
    {
        using var tree = FixtureTree.With("sys/class/net/bonding_masters", "gone0\n");
        Assert.That(Page.Samples(Make.Collector("bonding", tree.Paths)), Is.Empty);
    }

    [Test]
    public void Without_the_bonding_module_it_is_absent()
    {
        using var tree = FixtureTree.Empty();
        Assert.That(() => Page.Of(Make.Collector("bonding", tree.Paths)), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }
}
