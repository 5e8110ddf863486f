using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class BcachefsCollectorTests
{
    private const string Root = "sys/fs/bcachefs/u";

    [Test]
    public void Counters_tables_and_devices_are_shown()
    {
        using var machine = FixtureTree.With($"{Root}/btree_cache_size", "2k\n")
            .Add($"{Root}/counters/btree_node_read", "since mount:                   3\nsince filesystem creation:     70225874\n").Add($"{Root}/counters/odd", "nothing\n")
            .Add($"{Root}/compression_stats", "typetype   compressed  uncompressed average extent size\nlz4   1k  2k   1k\n").Add($"{Root}/errors", "bset_bad_csum  2  1767112063\n")
            .Add($"{Root}/btree_write_stats", "     nr   size\ninitial:   3   1.5k\n")
            .Add($"{Root}/dev-0/label", "ssd\n").Add($"{Root}/dev-0/state", "[rw] ro\n").Add($"{Root}/dev-0/bucket_size", "512k\n").Add($"{Root}/dev-0/nbuckets", "9\n").Add($"{Root}/dev-0/durability", "1\n")
            .Add($"{Root}/dev-0/io_done", "read:\nsb          :       4096\nwrite:\nneed_discard:           7\n")
            .Add($"{Root}/dev-0/io_errors", "IO errors since filesystem creation\n  read:    5\n  checksum:1\nIO errors since 8 y ago\n  read:    9\n");
        var collector = Make.Collector("bcachefs", machine.Paths);
        Assert.That(Page.Samples(collector), Is.EqualTo(new[]
        {
            """node_bcachefs_btree_cache_size_bytes{uuid="u"} 2048""",
            """node_bcachefs_btree_node_read_total{uuid="u"} 70225874""",
            """node_bcachefs_btree_write_average_size_bytes{uuid="u",type="initial"} 1536""",
            """node_bcachefs_btree_writes_total{uuid="u",type="initial"} 3""",
            """node_bcachefs_compression_compressed_bytes{uuid="u",algorithm="lz4"} 1024""",
            """node_bcachefs_compression_uncompressed_bytes{uuid="u",algorithm="lz4"} 2048""",
            """node_bcachefs_device_bucket_size_bytes{uuid="u",device="0"} 524288""",
            """node_bcachefs_device_buckets{uuid="u",device="0"} 9""",
            """node_bcachefs_device_durability{uuid="u",device="0"} 1""",
            """node_bcachefs_device_info{uuid="u",device="0",label="ssd",state="[rw] ro"} 1""",
            """node_bcachefs_device_io_done_bytes_total{uuid="u",device="0",operation="read",data_type="sb"} 4096""",
            """node_bcachefs_device_io_done_bytes_total{uuid="u",device="0",operation="write",data_type="need_discard"} 7""",
            """node_bcachefs_device_io_errors_total{uuid="u",device="0",type="read"} 5""",
            """node_bcachefs_device_io_errors_total{uuid="u",device="0",type="checksum"} 1""",
            """node_bcachefs_errors_total{uuid="u",error_type="bset_bad_csum"} 2""",
            """node_bcachefs_info{uuid="u"} 1""",
        }));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("counters/odd: expected a number, got \"nothing\""));
    }

    [Test]
    public void Without_a_mounted_one_it_is_absent()
    {
        using var machine = FixtureTree.Empty();
        Directory.CreateDirectory(machine.Paths.Sys("fs/bcachefs"));
        Assert.That(() => Page.Of(Make.Collector("bcachefs", machine.Paths)), Throws.TypeOf<CollectorUnavailableException>());
    }
}
