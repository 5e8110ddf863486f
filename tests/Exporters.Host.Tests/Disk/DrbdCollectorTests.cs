using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class DrbdCollectorTests
{
    [Test]
    public void Each_device_has_its_state_and_its_numbers()
    {
        using var machine = FixtureTree.With("proc/drbd", """
            version: 8.4.11 (api:1/proto:86-101)
            srcversion: 1A9F77B1CA5FF92235C2213

             0: cs:Connected ro:Primary/Secondary ds:UpToDate/Inconsistent C r-----
                ns:2 nr:3 dw:4 dr:5 al:6 bm:7 lo:8 pe:9 ua:10 ap:11 ep:1 wo:d oos:12
             1: cs:WFConnection ro:Secondary/Unknown ds:UpToDate/DUnknown C r-----
                ns:0 nr:x dw:0
            """);
        var collector = Make.Collector("drbd", machine.Paths);
        Assert.That(Page.Samples(collector), Is.SupersetOf(new[]
        {
            """node_drbd_connected{device="drbd0"} 1""", """node_drbd_connected{device="drbd1"} 0""",
            """node_drbd_node_role_is_primary{device="drbd0",node="local"} 1""", """node_drbd_node_role_is_primary{device="drbd0",node="remote"} 0""",
            """node_drbd_disk_state_is_up_to_date{device="drbd1",node="local"} 1""", """node_drbd_disk_state_is_up_to_date{device="drbd1",node="remote"} 0""",
            """node_drbd_network_sent_bytes_total{device="drbd0"} 2048""", """node_drbd_network_received_bytes_total{device="drbd0"} 3""",
            """node_drbd_out_of_sync_bytes{device="drbd0"} 12288""", """node_drbd_epochs{device="drbd0"} 1""",
        }));
        Assert.That(Page.Samples(collector, "node_drbd_network_received_bytes_total"), Has.Length.EqualTo(1));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("drbd:7: expected a number, got \"x\""));
    }
}
