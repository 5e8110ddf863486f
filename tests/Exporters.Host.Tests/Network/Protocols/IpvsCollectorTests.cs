using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Protocols;

public sealed class IpvsCollectorTests
{
    private const string Services = """
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port Forward Weight ActiveConn InActConn
        TCP  C0A80016:0CEA wlc
          -> C0A85216:0CEA      Tunnel  100    248        2
          -> C0A85217:0CEA      Tunnel  50     1          0
        UDP  [2001:0db8:0000:0000:0000:0000:0000:0001]:0035 rr
          -> [2001:0db8:0000:0000:0000:0000:0000:0002]:0035  Route   1      3          4
        FWM  10001000 wlc
          -> C0A8321A:0CEA      Tunnel  20     64         1

        """;

    private const string Stats = """
           Total Incoming Outgoing         Incoming         Outgoing
           Conns  Packets  Packets            Bytes            Bytes
              10       20       30               40               5F

         Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
               4    1FB3C        0          1282A8F                0

        """;

    private static FixtureTree Machine() => FixtureTree.With("proc/net/ip_vs", Services).Add("proc/net/ip_vs_stats", Stats);

    [Test]
    public void Totals_and_backends_are_shown()
    {
        using var machine = Machine();
        var samples = Page.Samples(Make.Collector("ipvs", machine.Paths));
        Assert.That(samples, Is.SupersetOf(new[]
        {
            "node_ipvs_connections_total 16", "node_ipvs_outgoing_bytes_total 95",
            """node_ipvs_backend_weight{local_address="192.168.0.22",local_port="3306",remote_address="192.168.82.22",remote_port="3306",proto="TCP",local_mark=""} 100""",
            """node_ipvs_backend_connections_inactive{local_address="2001:db8::1",local_port="53",remote_address="2001:db8::2",remote_port="53",proto="UDP",local_mark=""} 4""",
            """node_ipvs_backend_connections_active{local_address="",local_port="0",remote_address="192.168.50.26",remote_port="3306",proto="FWM",local_mark="10001000"} 64""",
        }));
    }

    [Test]
    public void Backends_that_differ_in_no_label_are_summed()
    {
        using var machine = Machine();
        Assert.That(Page.Samples(Make.Collector("ipvs", machine.Paths, "collector.ipvs.backend-labels=proto"), "node_ipvs_backend_connections_active"), Is.EqualTo(new[]
        {
            """node_ipvs_backend_connections_active{proto="TCP"} 249""", """node_ipvs_backend_connections_active{proto="UDP"} 3""", """node_ipvs_backend_connections_active{proto="FWM"} 64""",
        }));
    }

    [Test]
    public void An_address_that_is_none_costs_its_row()
    {
        using var machine = Machine().Add("proc/net/ip_vs", Services.Replace("C0A85217:0CEA", "nowhere", StringComparison.Ordinal));
        var collector = Make.Collector("ipvs", machine.Paths);
        Assert.That(Page.Unreadable(collector), Has.One.Contains("ip_vs:6: expected an address and a port"));
        Assert.That(Page.Samples(collector, "node_ipvs_backend_weight"), Has.Length.EqualTo(3));
    }

    [Test]
    public void Without_the_module_it_is_absent()
    {
        using var machine = FixtureTree.Empty();
        Assert.That(() => Page.Of(Make.Collector("ipvs", machine.Paths)), Throws.TypeOf<CollectorUnavailableException>().With.Message.Contains("ip_vs is not loaded"));
    }
}
