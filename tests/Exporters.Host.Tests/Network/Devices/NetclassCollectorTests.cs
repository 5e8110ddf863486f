using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class NetclassCollectorTests
{
    [Test]
    public void A_number_stands_for_each_file_in_its_unit()
    {
        using var tree = Device("eth0");
        var page = Page.Samples(Make.Collector("netclass", tree.Paths));
        Assert.That(page, Does.Contain("node_network_speed_bytes{device=\"eth0\"} 125000000"), "1000 Mbit/s");
        Assert.That(page, Does.Contain("node_network_flags{device=\"eth0\"} 4099"), "0x1003");
        Assert.That(page, Does.Contain("node_network_device_id{device=\"eth0\"} 32"), "0x20");
        Assert.That(page, Does.Contain("node_network_up{device=\"eth0\"} 1"));
        Assert.That(page, Does.Contain(
            "node_network_info{device=\"eth0\",address=\"02:00:00:00:00:01\",broadcast=\"ff:ff:ff:ff:ff:ff\",duplex=\"full\",operstate=\"up\",adminstate=\"up\",ifalias=\"\"} 1"));
    }

    [TestCase("unknown", 0)]
    [TestCase("dormant", 0)]
    [TestCase("up", 1)]
    [TestCase("", 0)]
    public void Up_is_operstate_up_and_nothing_else(string operstate, int up)
    {
        using var tree = Device("eth0").Add("sys/class/net/eth0/operstate", operstate + "\n");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths), "node_network_up"), Is.EqualTo(new[] { $"node_network_up{{device=\"eth0\"}} {up}" }));
    }

    [TestCase("0x1003", "up")]
    [TestCase("0x1002", "down")]
    [TestCase("rubbish", "unknown")]
    public void The_administrators_state_comes_from_the_flags(string flags, string state)
    {
        using var tree = Device("eth0").Add("sys/class/net/eth0/flags", flags + "\n");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths), "node_network_info"), Has.One.Contains($"adminstate=\"{state}\""));
    }

    [TestCase("-1", "-125000")]
    [TestCase("4294967295", "536870911875000")]
    public void A_speed_that_is_not_known_is_shown_as_the_driver_gives_it_unless_it_is_to_be_left_out(string speed, string shown)
    {
        using var tree = Device("eth0").Add("sys/class/net/eth0/speed", speed + "\n");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths), "node_network_speed_bytes"), Is.EqualTo(new[] { $"node_network_speed_bytes{{device=\"eth0\"}} {shown}" }));
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths, "collector.netclass.ignore-invalid-speed"), "node_network_speed_bytes"), Is.Empty);
    }

    [TestCase("carrier")]
    [TestCase("speed")]
    [TestCase("mtu")]
    public void A_file_that_is_absent_empty_or_no_number_leaves_its_family_out(string file)
    {
        using var tree = Device("eth0");
        var complete = Page.Samples(Make.Collector("netclass", tree.Paths)).Length;
        foreach (var text in (string[])["", "\n", "n/a\n", "99999999999999999999\n", "1 2\n"])
        {
            tree.Add($"sys/class/net/eth0/{file}", text);
            Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths)), Has.Length.EqualTo(complete - 1), text);
        }

        tree.Remove($"sys/class/net/eth0/{file}");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths)), Has.Length.EqualTo(complete - 1));
    }

    [Test]
    public void Files_among_the_devices_are_no_devices()
    {
        using var tree = Device("eth0").Add("sys/class/net/bonding_masters", "bond0\n");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths), "node_network_up"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Ignored_devices_are_left_out()
    {
        using var tree = Device("eth0", "veth1", "veth2");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths, "collector.netclass.ignored-devices=^veth"), "node_network_up"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_device_that_comes_or_goes_or_changes_is_noticed_at_the_next_scrape()
    {
        using var tree = Device("eth0");
        var collector = Make.Collector("netclass", tree.Paths);
        Assert.That(Page.Samples(collector, "node_network_up"), Has.Length.EqualTo(1));
        Fill(tree, "eth1");
        Assert.That(Page.Samples(collector, "node_network_up"), Has.Length.EqualTo(2));
        tree.Add("sys/class/net/eth1/ifalias", "spare\n");
        Assert.That(Page.Samples(collector, "node_network_info"), Has.One.Contains("ifalias=\"spare\""));
        tree.Remove("sys/class/net/eth0");
        Assert.That(Page.Samples(collector, "node_network_up"), Is.EqualTo(new[] { "node_network_up{device=\"eth1\"} 1" }));
    }

    [Test]
    public void A_device_whose_directory_is_gone_when_it_is_read_is_left_out()
    {
        using var tree = Device("eth0").Link("sys/class/net/gone0", "../../devices/gone0");
        Assert.That(Page.Samples(Make.Collector("netclass", tree.Paths)), Has.None.Contains("gone0"));
    }

    [Test]
    public void No_sysfs_is_absent_and_says_which_path() =>
        Assert.That(
            () => Page.Of(Make.Collector("netclass", new HostPaths(SysRoot: "/nowhere"))),
            Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent).And.Message.Contains("/nowhere/class/net"));

    [Test]
    public void Two_thousand_interfaces_are_shown_and_a_later_scrape_allocates_nothing()
    {
        using var tree = FixtureTree.Empty();
        for (var i = 0; i < 2000; i++)
        {
            tree.Add(string.Create(CultureInfo.InvariantCulture, $"sys/class/net/veth{i}/mtu"), "1500\n");
        }

        var collector = Make.Collector("netclass", tree.Paths);
        Assert.That(Page.Samples(collector, "node_network_up"), Has.Length.EqualTo(2000));
        Allocations.AreNone(collector);
    }

    [Test]
    public void On_this_machine_netlink_and_sysfs_say_the_same()
    {
        // Counters of the carrier may move, and devices come and go, while the two are read.
        string[] netlink = [], sysfs = [];
        for (var tries = 0; tries < 5; tries++)
        {
            netlink = [.. Page.Samples(Make.Collector("netclass", new HostPaths())).Order(StringComparer.Ordinal)];
            sysfs = [.. Page.Samples(Make.Collector("netclass", new HostPaths(), "collector.netclass.netlink=false")).Order(StringComparer.Ordinal)];
            if (netlink.SequenceEqual(sysfs))
            {
                break;
            }
        }

        Assert.That(netlink, Is.EqualTo(sysfs));
    }

    [Test]
    public void On_this_machine_a_scrape_allocates_nothing() => Allocations.AreNone(Make.Collector("netclass", new HostPaths()));

    private static FixtureTree Device(params string[] names)
    {
        var tree = FixtureTree.Empty();
        foreach (var name in names)
        {
            Fill(tree, name);
        }

        return tree;
    }

    private static void Fill(FixtureTree tree, string name)
    {
        foreach (var (file, text) in ((string, string)[])
            [
                ("addr_assign_type", "0"), ("address", "02:00:00:00:00:01"), ("broadcast", "ff:ff:ff:ff:ff:ff"), ("carrier", "1"), ("carrier_changes", "2"),
                ("carrier_down_count", "1"), ("carrier_up_count", "1"), ("dev_id", "0x20"), ("dormant", "0"), ("duplex", "full"), ("flags", "0x1003"),
                ("ifalias", ""), ("ifindex", "2"), ("iflink", "2"), ("link_mode", "0"), ("mtu", "1500"), ("name_assign_type", "4"), ("netdev_group", "0"),
                ("operstate", "up"), ("speed", "1000"), ("tx_queue_len", "1000"), ("type", "1"),
            ])
        {
            tree.Add($"sys/class/net/{name}/{file}", text + "\n");
        }
    }
}
