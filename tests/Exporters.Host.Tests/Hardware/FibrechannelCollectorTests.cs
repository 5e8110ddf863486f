using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class FibrechannelCollectorTests
{
    [Test]
    public void A_port_has_what_it_tells_and_counters_that_it_does_not_keep_are_left_out()
    {
        using var machine = FixtureTree.With("sys/class/fc_host/host0/speed", "16 Gbit\n").Add("sys/class/fc_host/host0/port_name", "0x1000e0071bce95f2\n").Add("sys/class/fc_host/host0/port_state", "Online\n")
            .Add("sys/class/fc_host/host0/statistics/rx_frames", "0x3\n").Add("sys/class/fc_host/host0/statistics/dumped_frames", "0xffffffffffffffff\n").Add("sys/class/fc_host/host0/statistics/tx_words", "0xg\n");
        var collector = Make.Collector("fibrechannel", machine.Paths);
        Assert.That(Page.Samples(collector), Is.EqualTo(new[]
        {
            """node_fibrechannel_info{fc_host="host0",speed="16 Gbit",port_state="Online",port_type="",port_id="",port_name="1000e0071bce95f2",fabric_name="",symbolic_name="",supported_classes="",supported_speeds="",dev_loss_tmo=""} 1""",
            """node_fibrechannel_rx_frames_total{fc_host="host0"} 3""",
        }));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("tx_words: expected a number, got \"0xg\""));
    }
}
