using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class InfinibandCollectorTests
{
    private const string Port = "sys/class/infiniband/mlx5_0/ports/1";

    [Test]
    public void A_port_has_its_state_its_rate_and_the_counters_that_it_has()
    {
        using var machine = FixtureTree.With($"{Port}/state", "4: ACTIVE\n").Add($"{Port}/phys_state", "5: LinkUp\n").Add($"{Port}/rate", "2.5 Gb/sec (1X SDR)\n")
            .Add($"{Port}/counters/port_rcv_data", "10\n").Add($"{Port}/counters/symbol_error", "N/A (no PMA)\n").Add($"{Port}/counters/link_downed", "x\n").Add($"{Port}/hw_counters/lifespan", "1900\n")
            .Add("sys/class/infiniband/mlx5_0/board_id", "B\n").Add("sys/class/infiniband/mlx5_0/fw_ver", "16.1\n").Add("sys/class/infiniband/mlx5_0/hca_type", "MT4119\n");
        var collector = Make.Collector("infiniband", machine.Paths);
        Assert.That(Page.Samples(collector), Is.EqualTo(new[]
        {
            """node_infiniband_info{device="mlx5_0",board_id="B",firmware_version="16.1",hca_type="MT4119"} 1""",
            """node_infiniband_lifespan_seconds{device="mlx5_0",port="1"} 1""",
            """node_infiniband_physical_state_id{device="mlx5_0",port="1"} 5""",
            """node_infiniband_port_data_received_bytes_total{device="mlx5_0",port="1"} 40""",
            """node_infiniband_rate_bytes_per_second{device="mlx5_0",port="1"} 312500000""",
            """node_infiniband_state_id{device="mlx5_0",port="1"} 4""",
        }));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("link_downed: expected a number, got \"x\""));
        Assert.That(Page.Of(Make.Collector("infiniband", machine.Paths, "collector.infiniband.device-exclude=^mlx")), Is.Empty);
    }
}
