using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Protocols;

public sealed class NetstatCollectorTests
{
    private const string Snmp = "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: RtoMin MaxConn InErrs CurrEstab\nTcp: 200 -1 0 7\n";
    private const string Netstat = "TcpExt: SyncookiesSent ListenDrops Other\nTcpExt: 1 18446744073709551615 x\n";

    [Test]
    public void Fields_that_match_are_shown_and_the_others_are_not_even_read()
    {
        using var tree = Tree();
        Assert.That(Page.Samples(Make.Collector("netstat", tree.Paths)), Is.EqualTo(new[]
        {
            "node_netstat_Ip_Forwarding 1", "node_netstat_TcpExt_ListenDrops 1.8446744073709552E+19", "node_netstat_TcpExt_SyncookiesSent 1",
            "node_netstat_Tcp_CurrEstab 7", "node_netstat_Tcp_InErrs 0",
        }));
    }

    [Test]
    public void Other_fields_are_shown_by_flag_negative_ones_too()
    {
        using var tree = Tree();
        Assert.That(Page.Samples(Make.Collector("netstat", tree.Paths, "collector.netstat.fields=^Tcp_M")), Is.EqualTo(new[] { "node_netstat_Tcp_MaxConn -1" }));
        Assert.That(Page.Of(Make.Collector("netstat", tree.Paths, "collector.netstat.fields=^Tcp_M")), Does.Contain("# TYPE node_netstat_Tcp_MaxConn untyped"));
    }

    [Test]
    public void Snmp6_names_are_parted_after_their_first_6()
    {
        using var tree = Tree().Add("proc/net/snmp6", "Ip6InOctets \t 5\nUdpLite6InErrors\t6\nIcmp6InMsgs 7\nnothing 8\nIcmp6OutMsgs\n\nUdp6NoPorts 9");
        Assert.That(Page.Samples(Make.Collector("netstat", tree.Paths)), Is.SupersetOf(new[]
        {
            "node_netstat_Ip6_InOctets 5", "node_netstat_UdpLite6_InErrors 6", "node_netstat_Icmp6_InMsgs 7", "node_netstat_Udp6_NoPorts 9",
        }).And.None.Contains("Icmp6_OutMsgs"));
    }

    [Test]
    public void Without_IPv6_its_families_are_absent_and_the_others_are_not()
    {
        using var tree = Tree();
        Assert.That(Page.Samples(Make.Collector("netstat", tree.Paths)), Has.Length.EqualTo(5));
    }

    [TestCase("TcpExt: A ListenDrops\nTcpExt: 1\n", TestName = "Fewer_values_than_names_are_left_out")]
    [TestCase("TcpExt: A ListenDrops\n", TestName = "Names_without_values_are_left_out")]
    [TestCase("TcpExt: A ListenDrops\nIpExt: 1 2\n", TestName = "Values_of_another_protocol_are_left_out")]
    [TestCase("TcpExt: A ListenDrops\nTcpExt: 1 many\n", TestName = "A_wanted_value_that_is_no_number_is_left_out")]
    [TestCase("TcpExt A ListenDrops\nTcpExt 1 2\n", TestName = "A_line_without_a_protocol_is_left_out")]
    public void What_does_not_fit_is_left_out_with_its_place(string text)
    {
        using var tree = Tree().Add("proc/net/netstat", text);
        Assert.That(Page.Unreadable(Make.Collector("netstat", tree.Paths)), Has.One.Contains("net/netstat:"));
    }

    [Test]
    public void More_values_than_names_and_names_that_could_not_stand_on_the_page_are_passed_over()
    {
        using var tree = Tree().Add("proc/net/netstat", "TcpExt: ListenDrops Listen-Odd\nTcpExt: 4 5 6\n");
        Assert.That(Page.Samples(Make.Collector("netstat", tree.Paths)), Does.Contain("node_netstat_TcpExt_ListenDrops 4").And.None.Contains("Odd"));
    }

    [Test]
    public void Names_that_change_between_scrapes_are_read_anew()
    {
        using var tree = Tree();
        var collector = Make.Collector("netstat", tree.Paths);
        Page.Of(collector);
        tree.Add("proc/net/netstat", "TcpExt: New ListenDrops ListenOverflows\nTcpExt: 1 2 3\n");
        Assert.That(Page.Samples(collector), Is.SupersetOf(new[] { "node_netstat_TcpExt_ListenDrops 2", "node_netstat_TcpExt_ListenOverflows 3" }));
    }

    [Test]
    public void A_scrape_allocates_nothing()
    {
        Allocations.AreNone(Make.Collector("netstat", new HostPaths()));
        using var machine = FixtureTree.Machine("debian-12-microvm");
        Allocations.AreNone(Make.Collector("netstat", machine.Paths));
    }

    private static FixtureTree Tree() => FixtureTree.With("proc/net/snmp", Snmp).Add("proc/net/netstat", Netstat);
}
