using System.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class NetdevCollectorTests
{
    private const string Heading =
        "Inter-|   Receive                                                |  Transmit\n"
        + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

    private const string TwoDevices = Heading
        + "    lo: 11 12 13 14 15 16 17 18 21 22 23 24 25 26 27 28\n"
        + "eth0:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";

    [Test]
    public void Proc_net_dev_is_read_where_netlink_would_show_another_machine()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices);
        var page = Page.Samples(Make.Collector("netdev", tree.Paths));
        Assert.That(page, Has.Length.EqualTo(32));
        Assert.That(page, Does.Contain("node_network_receive_bytes_total{device=\"lo\"} 11"));
        Assert.That(page, Does.Contain("node_network_receive_multicast_total{device=\"lo\"} 18"));
        Assert.That(page, Does.Contain("node_network_transmit_bytes_total{device=\"eth0\"} 9"), "a counter may touch the colon");
        Assert.That(page, Does.Contain("node_network_transmit_compressed_total{device=\"eth0\"} 16"));
    }

    [Test]
    public void Files_of_the_hosts_init_go_before_those_of_this_process()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices).Add("proc/1/net/dev", TwoDevices.Replace("eth0", "host0"));
        Assert.That(Page.Samples(Make.Collector("netdev", tree.Paths), "node_network_receive_bytes_total"), Does.Contain("node_network_receive_bytes_total{device=\"host0\"} 1"));
    }

    [TestCase("collector.netdev.device-include=^eth", "eth0")]
    [TestCase("collector.netdev.device-exclude=th", "lo")]
    public void Filters_are_not_anchored(string flag, string left)
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices);
        Assert.That(Page.Samples(Make.Collector("netdev", tree.Paths, flag)), Has.Length.EqualTo(16).And.All.Contains($"device=\"{left}\""));
    }

    [Test]
    public void Include_and_exclude_together_are_an_error_that_names_both()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices);
        Assert.That(
            () => Make.Collector("netdev", tree.Paths, "collector.netdev.device-include=a", "collector.netdev.device-exclude=b"),
            Throws.TypeOf<SettingConflictException>().With.Message.Contains("--collector.netdev.device-include").And.Message.Contains("--collector.netdev.device-exclude"));
    }

    [Test]
    public void Detailed_metrics_from_the_file_differ_in_four_names()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices);
        var page = Page.Samples(Make.Collector("netdev", tree.Paths, "collector.netdev.enable-detailed-metrics"));
        Assert.That(page, Does.Contain("node_network_receive_errors_total{device=\"eth0\"} 3"));
        Assert.That(page, Does.Contain("node_network_transmit_dropped_total{device=\"eth0\"} 12"));
        Assert.That(page, Does.Contain("node_network_receive_fifo_total{device=\"eth0\"} 5"));
        Assert.That(page, Has.None.Contains("_errs_").And.None.Contains("_drop_"));
    }

    [Test]
    public void The_alias_becomes_a_label_and_follows_its_change()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices).Add("sys/class/net/eth0/ifalias", "uplink\n");
        var collector = Make.Collector("netdev", tree.Paths, "collector.netdev.label-ifalias");
        var samples = Page.Samples(collector, "node_network_receive_bytes_total");
        Assert.That(samples, Does.Contain("node_network_receive_bytes_total{device=\"eth0\",ifalias=\"uplink\"} 1"));
        Assert.That(samples, Does.Contain("node_network_receive_bytes_total{device=\"lo\"} 11"), "no sysfs, no label");
        tree.Add("sys/class/net/eth0/ifalias", "downlink\n");
        Assert.That(Page.Samples(collector, "node_network_receive_bytes_total"), Does.Contain("node_network_receive_bytes_total{device=\"eth0\",ifalias=\"downlink\"} 1"));
    }

    [Test]
    public void A_device_that_comes_or_goes_is_noticed_at_the_next_scrape()
    {
        using var tree = FixtureTree.With("proc/net/dev", TwoDevices);
        var collector = Make.Collector("netdev", tree.Paths);
        Assert.That(Page.Samples(collector, "node_network_receive_bytes_total"), Has.Length.EqualTo(2));
        tree.Add("proc/net/dev", Heading + "wlan0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
        Assert.That(Page.Samples(collector, "node_network_receive_bytes_total"), Is.EqualTo(new[] { "node_network_receive_bytes_total{device=\"wlan0\"} 1" }));
    }

    [Test]
    public void Headings_alone_are_no_device_and_no_failure()
    {
        using var tree = FixtureTree.With("proc/net/dev", Heading);
        Assert.That(Page.Of(Make.Collector("netdev", tree.Paths)), Is.Empty);
    }

    [TestCase("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n", TestName = "A_line_that_is_cut_off_is_left_out_with_its_place")]
    [TestCase("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 x\n", TestName = "A_counter_that_is_no_number_is_left_out_with_its_place")]
    [TestCase("eth0: 99999999999999999999 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", TestName = "A_counter_that_is_too_large_is_left_out_with_its_place")]
    [TestCase("eth0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", TestName = "A_line_without_a_colon_is_left_out_with_its_place")]
    [TestCase("  : 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", TestName = "A_line_without_a_name_is_left_out_with_its_place")]
    public void A_wrong_line_is_left_out_with_its_place(string line)
    {
        using var tree = FixtureTree.With("proc/net/dev", Heading + line);
        Assert.That(Page.Unreadable(Make.Collector("netdev", tree.Paths)), Has.One.Contains("net/dev:3: expected"));
    }

    [Test]
    public void Fields_that_later_kernels_add_are_passed_over()
    {
        using var tree = FixtureTree.With("proc/net/dev", Heading + "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18\n");
        Assert.That(Page.Samples(Make.Collector("netdev", tree.Paths)), Has.Length.EqualTo(16));
    }

    [Test]
    public void Names_with_quotes_or_bytes_that_are_no_text_stand_escaped_on_the_page()
    {
        using var tree = FixtureTree.Empty().Add(
            "proc/net/dev", [.. Encoding.UTF8.GetBytes(Heading + "a\"b\\c"), 0xff, .. ": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"u8]);
        Assert.That(
            Page.Samples(Make.Collector("netdev", tree.Paths), "node_network_receive_bytes_total"),
            Is.EqualTo(new[] { "node_network_receive_bytes_total{device=\"a\\\"b\\\\c\uFFFD\"} 1" }));
    }

    [Test]
    public void Two_thousand_interfaces_are_shown_and_the_second_scrape_allocates_nothing()
    {
        var text = new StringBuilder(Heading);
        for (var i = 0; i < 2000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"veth{i}: {i} 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
        }

        using var tree = FixtureTree.With("proc/net/dev", text.ToString());
        var collector = Make.Collector("netdev", tree.Paths);
        Assert.That(Page.Samples(collector, "node_network_receive_bytes_total"), Has.Length.EqualTo(2000).And.Contains("node_network_receive_bytes_total{device=\"veth1999\"} 1999"));
        Allocations.AreNone(collector);
    }

    [Test]
    public void A_missing_file_is_absent_and_an_unreadable_one_is_told()
    {
        using var tree = FixtureTree.Empty();
        Assert.That(
            () => Page.Of(Make.Collector("netdev", tree.Paths)),
            Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    [Test]
    public void Over_netlink_this_machine_shows_what_proc_net_dev_shows()
    {
        var names = (string collector) => Page.Samples(Make.Collector("netdev", new HostPaths(), collector), "node_network_transmit_packets_total")
            .Select(sample => sample.Split(' ')[0]).Order(StringComparer.Ordinal).ToArray();
        for (var tries = 0; ; tries++)
        {
            var (netlink, file) = (names("collector.netdev.netlink=true"), names("collector.netdev.netlink=false"));
            if (netlink.SequenceEqual(file) || tries == 5)
            {
                Assert.That(netlink, Is.EqualTo(file));
                return;
            }
        }
    }

    [Test]
    public void Over_netlink_a_scrape_allocates_nothing() => Allocations.AreNone(Make.Collector("netdev", new HostPaths()));

    [Test]
    public void Netlink_asked_for_by_flag_is_asked_whatever_the_procfs()
    {
        using var tree = FixtureTree.Empty();
        Assert.That(
            Page.Samples(Make.Collector("netdev", tree.Paths, "collector.netdev.netlink"), "node_network_receive_nohandler_total"),
            Has.Some.Contains("device=\"lo\""));
    }

    [Test]
    public void Addresses_are_shown_by_flag()
    {
        Assert.That(
            Page.Samples(Make.Collector("netdev", new HostPaths(), "collector.netdev.address-info"), "node_network_address_info"),
            Does.Contain("node_network_address_info{device=\"lo\",address=\"127.0.0.1\",netmask=\"8\",scope=\"link-local\"} 1"));
        Assert.That(Page.Samples(Make.Collector("netdev", new HostPaths()), "node_network_address_info"), Is.Empty);
    }
}
