using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class NfsCollectorTests
{
    [Test]
    public void The_client_has_its_calls_by_version_and_method()
    {
        using var machine = FixtureTree.With("proc/net/rpc/nfs", "net 70 1 69 45\nrpc 100 3 99\nproc3 22 1 2 3\nproc4 61 7 8\nfuture 1\n");
        Assert.That(Page.Samples(Make.Collector("nfs", machine.Paths)), Is.EqualTo(new[]
        {
            "node_nfs_connections_total 45", """node_nfs_packets_total{protocol="udp"} 1""", """node_nfs_packets_total{protocol="tcp"} 69""",
            """node_nfs_requests_total{proto="3",method="Null"} 1""", """node_nfs_requests_total{proto="3",method="GetAttr"} 2""", """node_nfs_requests_total{proto="3",method="SetAttr"} 3""",
            """node_nfs_requests_total{proto="4",method="Null"} 7""", """node_nfs_requests_total{proto="4",method="Read"} 8""",
            "node_nfs_rpc_authentication_refreshes_total 99", "node_nfs_rpc_retransmissions_total 3", "node_nfs_rpcs_total 100",
        }));
        Allocations.AreNone(Make.Collector("nfs", machine.Paths));
    }

    [Test]
    public void The_server_has_what_this_kernel_tells()
    {
        using var machine = FixtureTree.With("proc/net/rpc/nfsd",
            "rc 1 6 9\nfh 2 0 0 0 0\nio 15 7\nth 8 0 0.000 0.000\nra 32 0 0 0 0 0 0 0 0 0 0 4\nnet 972 55 917 1\nrpc 28 3 1 2 0\nproc2 18 2 69\nproc4ops 72 0 0 0 5 2\nwdeleg_getattr 3\n");
        Assert.That(Page.Samples(Make.Collector("nfsd", machine.Paths)), Is.EqualTo(new[]
        {
            "node_nfsd_connections_total 1", "node_nfsd_disk_bytes_read_total 15", "node_nfsd_disk_bytes_written_total 7", "node_nfsd_file_handles_stale_total 2",
            """node_nfsd_packets_total{proto="udp"} 55""", """node_nfsd_packets_total{proto="tcp"} 917""", "node_nfsd_read_ahead_cache_not_found_total 4",
            "node_nfsd_read_ahead_cache_size_blocks 32", "node_nfsd_reply_cache_hits_total 1", "node_nfsd_reply_cache_misses_total 6", "node_nfsd_reply_cache_nocache_total 9",
            """node_nfsd_requests_total{proto="2",method="GetAttr"} 69""", """node_nfsd_requests_total{proto="4",method="Access"} 5""", """node_nfsd_requests_total{proto="4",method="Close"} 2""",
            """node_nfsd_requests_total{proto="4",method="WdelegGetattr"} 3""",
            """node_nfsd_rpc_errors_total{error="fmt"} 1""", """node_nfsd_rpc_errors_total{error="auth"} 2""", """node_nfsd_rpc_errors_total{error="cInt"} 0""",
            "node_nfsd_server_rpcs_total 28", "node_nfsd_server_threads 8",
        }));
    }

    [TestCase("nfs", "proc/net/rpc/nfs", "rpc 1 x 3\n", "nfs:1: expected a number, got \"x\"")]
    [TestCase("nfsd", "proc/net/rpc/nfsd", "io x 3\n", "nfsd:1: expected a number, got \"x\"")]
    public void A_number_that_is_none_is_reported(string collector, string file, string text, string problem)
    {
        using var machine = FixtureTree.With(file, text);
        Assert.That(Page.Unreadable(Make.Collector(collector, machine.Paths)), Has.One.Contains(problem));
    }
}
