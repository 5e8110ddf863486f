using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class BcacheCollectorTests
{
    private const string Set = "sys/fs/bcache/deaddd54-c735-46d5-868e-f331c5fd7c74";

    private static FixtureTree Machine() => FixtureTree.With($"{Set}/average_key_size", "0\n").Add($"{Set}/btree_cache_size", "1.5M\n")
        .Add($"{Set}/internal/btree_nodes", "7\n").Add($"{Set}/internal/btree_read_average_duration_us", "1305\n")
        .Add($"{Set}/bdev0/dirty_data", "0\n").Add($"{Set}/bdev0/stats_total/cache_hits", "546\n").Add($"{Set}/bdev0/stats_total/cache_readaheads", "0\n")
        .Add($"{Set}/bdev0/writeback_rate_debug", "rate:\t\t512/sec\ndirty:\t\t0\ntarget:\t\t8k\nproportional:\t-2k\nintegral:\t0\nchange:\t\t0/sec\nnext io:\t17ms\n")
        .Add($"{Set}/cache0/io_errors", "0\n").Add($"{Set}/cache0/written", "2k\n").Add($"{Set}/cache0/priority_stats", "Unused:\t\t99%\nMetadata:\t1%\nAverage:\t10473\n")
        .Add("sys/fs/bcache/register", "");

    [Test]
    public void Set_backing_devices_and_caches_have_their_numbers()
    {
        using var machine = Machine();
        var samples = Page.Samples(Make.Collector("bcache", machine.Paths));
        Assert.That(samples.Select(sample => sample.Replace("uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"", "uuid", StringComparison.Ordinal)), Is.SupersetOf(new[]
        {
            "node_bcache_average_key_size_sectors{uuid} 0", "node_bcache_btree_nodes{uuid} 7", "node_bcache_btree_read_average_duration_seconds{uuid} 1.305E-06",
            """node_bcache_cache_hits_total{uuid,backing_device="bdev0"} 546""", """node_bcache_dirty_target_bytes{uuid,backing_device="bdev0"} 8192""",
            """node_bcache_writeback_rate{uuid,backing_device="bdev0"} 512""", """node_bcache_writeback_rate_proportional_term{uuid,backing_device="bdev0"} -2048""",
            """node_bcache_written_bytes_total{uuid,cache_device="cache0"} 2048""",
        }));
        Assert.That(samples, Has.None.Contains("readaheads").And.None.Contains("priority"));
    }

    [Test]
    public void Priorities_are_read_when_they_are_asked_for()
    {
        using var machine = Machine();
        Assert.That(Page.Samples(Make.Collector("bcache", machine.Paths, "collector.bcache.priorityStats=true"), "node_bcache_priority_stats_unused_percent").Single(), Does.EndWith(" 99"));
    }

    [Test]
    public void Text_that_is_no_amount_is_reported()
    {
        using var machine = Machine().Add($"{Set}/bdev0/dirty_data", "much\n").Add($"{Set}/bdev0/writeback_rate_debug", "rate: fast\n");
        Assert.That(Page.Unreadable(Make.Collector("bcache", machine.Paths)), Has.One.Contains("got \"much\"").And.One.Contains("writeback_rate_debug:1: expected an amount"));
    }

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var machine = Machine();
        Allocations.AreNone(Make.Collector("bcache", machine.Paths));
    }
}
