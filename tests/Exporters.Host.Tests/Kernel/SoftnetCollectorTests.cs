using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class SoftnetCollectorTests
{
    [Test]
    public void Columns_that_an_old_kernel_lacks_are_zero_and_cpus_are_counted_by_lines()
    {
        using var machine = FixtureTree.With("proc/net/softnet_stat", "0000000a 1 2 0 0 0 0 0 3\n0000000b 1 2 0 0 0 0 0 3");
        var page = Page.Samples(Make.Collector("softnet", machine.Paths));
        Assert.That(page, Does.Contain("""node_softnet_processed_total{cpu="1"} 11"""));
        Assert.That(page, Does.Contain("""node_softnet_cpu_collision_total{cpu="0"} 3"""));
        Assert.That(page, Does.Contain("""node_softnet_received_rps_total{cpu="0"} 0"""));
    }

    [Test]
    public void A_new_kernel_names_the_cpu_itself()
    {
        using var machine = FixtureTree.With("proc/net/softnet_stat", "00000001 2 3 0 0 0 0 0 4 5 6 7 0000000f 8 9");
        Assert.That(Page.Samples(Make.Collector("softnet", machine.Paths)), Is.EqualTo(new[]
        {
            """node_softnet_backlog_len{cpu="15"} 7""",
            """node_softnet_cpu_collision_total{cpu="15"} 4""",
            """node_softnet_dropped_total{cpu="15"} 2""",
            """node_softnet_flow_limit_count_total{cpu="15"} 6""",
            """node_softnet_processed_total{cpu="15"} 1""",
            """node_softnet_received_rps_total{cpu="15"} 5""",
            """node_softnet_times_squeezed_total{cpu="15"} 3""",
        }));
    }
}
