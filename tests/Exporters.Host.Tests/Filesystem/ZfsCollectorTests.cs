using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class ZfsCollectorTests
{
    private const string Root = "proc/spl/kstat/zfs";

    private const string Heading = "9 1 0x01 2 96 4000 5000\nname                            type data\n";

    [Test]
    public void Numbers_of_the_module_bear_the_name_of_their_file_and_their_own()
    {
        using var machine = FixtureTree.With($"{Root}/arcstats", Heading + "hits                            4    7\nmemory_available_bytes          3    -5\nstate  7 text\n")
            .Add($"{Root}/dmu_tx", Heading + "dmu_tx_assigned 4 3\n").Add($"{Root}/vdev_mirror_stats", Heading + "rotating-linear 4 2\n").Add($"{Root}/unknown", "text\n");
        Assert.That(Page.Samples(Make.Collector("zfs", machine.Paths)), Is.EqualTo(new[]
        {
            "node_zfs_arc_hits 7", "node_zfs_arc_memory_available_bytes -5", "node_zfs_dmu_tx_dmu_tx_assigned 3", "node_zfs_vdev_mirror_rotating_linear 2",
        }));
    }

    [Test]
    public void Pools_have_what_they_read_and_write_their_datasets_and_their_state()
    {
        using var machine = FixtureTree.With($"{Root}/tank/io", "12 3 0x00 1 80 79 39\nnread nwritten reads writes wtime wlentime wupdate rtime rlentime rupdate wcnt rcnt\n10 20 1 2 0 0 0 0 0 0 3 4\n")
            .Add($"{Root}/tank/objset-0x36", Heading + "dataset_name                    7    tank/my data\nwrites                          4    4\nnread                           4    28\n")
            .Add($"{Root}/tank/state", "DEGRADED\n");
        var samples = Page.Samples(Make.Collector("zfs", machine.Paths));
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_zfs_zpool_nread{zpool="tank"} 10""", """node_zfs_zpool_nwritten{zpool="tank"} 20""", """node_zfs_zpool_rcnt{zpool="tank"} 4""",
            """node_zfs_zpool_dataset_writes{zpool="tank",dataset="tank/my data"} 4""", """node_zfs_zpool_dataset_nread{zpool="tank",dataset="tank/my data"} 28""",
            """node_zfs_zpool_state{zpool="tank",state="degraded"} 1""", """node_zfs_zpool_state{zpool="tank",state="online"} 0""",
        }));
        Assert.That(samples.Count(sample => sample.StartsWith("node_zfs_zpool_state", StringComparison.Ordinal)), Is.EqualTo(7));
    }

    [Test]
    public void A_pool_that_comes_and_goes_is_shown_while_it_is_there()
    {
        using var machine = FixtureTree.With($"{Root}/a/state", "ONLINE\n");
        var collector = Make.Collector("zfs", machine.Paths);
        Assert.That(Page.Of(collector), Does.Contain("zpool=\"a\""));
        machine.Remove($"{Root}/a").Add($"{Root}/b/state", "ONLINE\n");
        Assert.That(Page.Of(collector), Does.Contain("zpool=\"b\"").And.Not.Contain("zpool=\"a\""));
    }

    [Test]
    public void A_row_that_is_no_number_costs_itself_and_a_file_without_heading_costs_itself()
    {
        using var machine = FixtureTree.With($"{Root}/arcstats", Heading + "hits 4 many\nmisses 4 6\n").Add($"{Root}/zil", "name type\n").Add($"{Root}/fm", Heading + "erpt_dropped 4 1\n");
        var collector = Make.Collector("zfs", machine.Paths);
        Assert.That(Page.Samples(collector), Is.EqualTo(new[] { "node_zfs_arc_misses 6", "node_zfs_fm_erpt_dropped 1" }));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("arcstats:3: expected a number, got \"many\"").And.One.Contains("zil: expected a heading"));
    }

    [Test]
    public void Without_the_module_it_is_absent()
    {
        using var machine = FixtureTree.Empty();
        var fault = Assert.Throws<CollectorUnavailableException>(() => Page.Of(Make.Collector("zfs", machine.Paths)));
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Absent));
    }

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var machine = FixtureTree.With($"{Root}/arcstats", Heading + "hits 4 7\n").Add($"{Root}/a/state", "ONLINE\n")
            .Add($"{Root}/a/objset-1", Heading + "dataset_name 7 a\nwrites 4 4\n").Add($"{Root}/a/io", "x\nnread rcnt\n1 2\n");
        Allocations.AreNone(Make.Collector("zfs", machine.Paths));
    }
}
