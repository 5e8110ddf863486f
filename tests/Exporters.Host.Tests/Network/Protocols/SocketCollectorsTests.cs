using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Protocols;

/// <summary>udp_queues and tcpstat, which read files of the same form.</summary>
public sealed class SocketCollectorsTests
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    [Test]
    public void Queues_of_all_udp_sockets_are_summed_up()
    {
        using var tree = FixtureTree.With("proc/net/udp", Heading + Line(1, "07", "00000010:00000020") + Line(2, "07", "00000001:FFFFFFFF"))
            .Add("proc/net/udp6", Heading);
        Assert.That(Page.Samples(Make.Collector("udp_queues", tree.Paths)), Is.EqualTo(new[]
        {
            "node_udp_queues{queue=\"tx\",ip=\"v4\"} 17", "node_udp_queues{queue=\"rx\",ip=\"v4\"} 4294967327",
            "node_udp_queues{queue=\"tx\",ip=\"v6\"} 0", "node_udp_queues{queue=\"rx\",ip=\"v6\"} 0",
        }));
    }

    [Test]
    public void One_address_family_is_enough_and_none_is_absent()
    {
        using var tree = FixtureTree.With("proc/net/udp6", Heading);
        Assert.That(Page.Samples(Make.Collector("udp_queues", tree.Paths)), Has.Length.EqualTo(2));
        tree.Remove("proc/net/udp6");
        Assert.That(() => Page.Of(Make.Collector("udp_queues", tree.Paths)), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    [TestCase("   1: 0100007F:0CEA 00000000:0000 07 00000000\n")]
    [TestCase("   1: 0100007F:0CEA 00000000:0000 07 00000000:\n")]
    [TestCase("   1: 0100007F:0CEA 00000000:0000 07 0000000x:00000000\n")]
    [TestCase("   1: 0100007F:0CEA\n")]
    public void A_line_that_is_cut_off_or_no_number_is_left_out_with_its_place(string line)
    {
        using var tree = FixtureTree.With("proc/net/udp", Heading + line);
        Assert.That(Page.Unreadable(Make.Collector("udp_queues", tree.Paths)), Has.One.Contains("net/udp:2: expected"));
    }

    [Test]
    public void Tcp_sockets_of_both_families_are_counted_by_state_and_states_without_sockets_are_left_out()
    {
        using var tree = FixtureTree.With("proc/net/tcp", Heading + Line(0, "0A", "00000000:00000002") + Line(1, "01", "00000010:00000000"))
            .Add("proc/net/tcp6", Heading + Line(0, "01", "00000000:00000000") + Line(1, "06", "00000000:00000000"));
        Assert.That(Page.Samples(Make.Collector("tcpstat", tree.Paths)), Is.EqualTo(new[]
        {
            "node_tcp_connection_states{state=\"established\"} 2", "node_tcp_connection_states{state=\"time_wait\"} 1",
            "node_tcp_connection_states{state=\"listen\"} 1", "node_tcp_connection_states{state=\"rx_queued_bytes\"} 2",
            "node_tcp_connection_states{state=\"tx_queued_bytes\"} 16",
        }));
    }

    [Test]
    public void Without_sockets_there_are_no_series_and_without_IPv6_no_failure()
    {
        using var tree = FixtureTree.With("proc/net/tcp", Heading);
        Assert.That(Page.Samples(Make.Collector("tcpstat", tree.Paths)), Is.Empty);
    }

    [Test]
    public void Over_netlink_the_listening_sockets_of_this_machine_are_seen()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.IPv6Loopback, 0);
        listener.Start();
        Assert.That(Page.Samples(Make.Collector("tcpstat", new HostPaths())), Has.One.StartsWith("node_tcp_connection_states{state=\"listen\"} "));
    }

    [Test]
    public void A_scrape_of_ten_thousand_sockets_allocates_nothing()
    {
        var text = new StringBuilder(Heading);
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(Line(i, "07", "00000000:00000001"));
        }

        using var tree = FixtureTree.With("proc/net/udp", text.ToString());
        var collector = Make.Collector("udp_queues", tree.Paths);
        Assert.That(Page.Samples(collector), Does.Contain("node_udp_queues{queue=\"rx\",ip=\"v4\"} 10000"));
        Allocations.AreNone(collector);
    }

    private static string Line(int number, string state, string queues) =>
        string.Create(CultureInfo.InvariantCulture, $"{number,4}: 0100007F:0CEA 00000000:0000 {state} {queues} 00:00000000 00000000     0        0 12345 2 0000000000000000 0\n");
}
