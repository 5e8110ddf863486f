using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class XfsCollectorTests
{
    private const string Stats = "extent_alloc 1 872 2 3\ntrans 4 40 0\nig 5 1 0 4 0 0 1\nrw 28 9\nvnodes 4 0 0 0 1 2 3 0\nxpc 3571712 3568056 0\n";

    [Test]
    public void Each_filesystem_has_its_counters_and_the_driver_itself_has_none()
    {
        using var machine = FixtureTree.With("sys/fs/xfs/vdb/stats/stats", Stats).Add("sys/fs/xfs/debug/bug_on_assert", "1\n").Add("sys/fs/xfs/stats/stats", "rw 1 1\n");
        Assert.That(Page.Samples(Make.Collector("xfs", machine.Paths)), Is.SupersetOf(new[]
        {
            """node_xfs_extent_allocation_blocks_allocated_total{device="vdb"} 872""", """node_xfs_inode_operation_missed_total{device="vdb"} 4""",
            """node_xfs_read_calls_total{device="vdb"} 9""", """node_xfs_write_calls_total{device="vdb"} 28""", """node_xfs_vnode_remove_total{device="vdb"} 3""",
        }).And.None.Contains("device=\"stats\""));
    }

    [Test]
    public void A_number_that_is_none_costs_itself()
    {
        using var machine = FixtureTree.With("sys/fs/xfs/vdb/stats/stats", "rw x 9\ndir 1\n");
        var collector = Make.Collector("xfs", machine.Paths);
        Assert.That(Page.Samples(collector), Is.EqualTo(new[] { """node_xfs_directory_operation_lookup_total{device="vdb"} 1""", """node_xfs_read_calls_total{device="vdb"} 9""" }));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("stats:1: expected a number, got \"x\""));
    }

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var machine = FixtureTree.With("sys/fs/xfs/vdb/stats/stats", Stats);
        Allocations.AreNone(Make.Collector("xfs", machine.Paths));
    }
}
