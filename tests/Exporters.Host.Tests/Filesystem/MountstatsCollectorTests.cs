using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class MountstatsCollectorTests
{
    private const string Stats = """
        device proc mounted on /proc with fstype proc
        device s:/a mounted on /mnt/a with fstype nfs4 statvers=1.1
        	opts:	rw,vers=4.2
        	age:	13968
        	events:	52 226 0 0 1 13 398 0 0 331 0 47 0 0 77 0 0 77 5 6 7 8 9 10 11 12 13
        	bytes:	1207640230 2 3 4 5 6 7 8
        	RPC iostats version: 1.1  p/v: 100003/4 (nfs)
        	xprt:	tcp 832 1 2 3 4 5 6 7 8 9 10 11 12
        	per-op statistics
        	        NULL: 1 2 3 4 5 6 7000 8000
        	        READ: 1298 1298 0 207680 1210292152 18446743919241604546 79386 79407 0

        device s:/a mounted on /mnt/b\040c with fstype nfs4 statvers=1.1
        	age:	13968
        	xprt:	tcp 832 1 2 3 4 5 6 7 8 9 10 11 12
        	per-op statistics

        device s:/u mounted on /mnt/u with fstype nfs statvers=1.1
        	age:	1
        	xprt:	udp 832 1 5 6 7 8 9 10 11 12
        	per-op statistics

        """;

    private const string Info = """
        17 21 0:4 / /proc rw - proc proc rw
        18 21 0:42 / /mnt/a rw shared:1 - nfs4 s:/a rw,clientaddr=192.0.2.9,addr=192.0.2.1
        19 21 0:42 / /mnt/b\040c rw - nfs4 s:/a rw,addr=192.0.2.1
        20 21 0:43 / /mnt/u rw - nfs s:/u rw,addr=192.0.2.2

        """;

    [Test]
    public void Each_export_is_shown_once_and_each_place_where_it_is_mounted()
    {
        using var machine = FixtureTree.With("proc/self/mountstats", Stats).Add("proc/self/mountinfo", Info);
        var samples = Page.Samples(Make.Collector("mountstats", machine.Paths))
            .Select(sample => sample.Replace("""export="s:/a",protocol="tcp",mountaddr="192.0.2.1" """.TrimEnd(), "A", StringComparison.Ordinal)).ToArray();
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_mountstats_nfs_mountpoint_info{A,mountpoint="/mnt/a"} 1""", """node_mountstats_nfs_mountpoint_info{A,mountpoint="/mnt/b c"} 1""",
            "node_mountstats_nfs_age_seconds_total{A} 13968", "node_mountstats_nfs_read_bytes_total{A} 1207640230", "node_mountstats_nfs_write_pages_total{A} 8",
            "node_mountstats_nfs_event_truncation_total{A} 6", "node_mountstats_nfs_event_pnfs_write_total{A} 13",
            """node_mountstats_nfs_transport_connect_total{A,transport="0"} 2""", """node_mountstats_nfs_transport_pending_queue_total{A,transport="0"} 12""",
            """node_mountstats_nfs_operations_request_time_seconds_total{A,operation="NULL"} 8""",
            """node_mountstats_nfs_transport_sends_total{export="s:/u",protocol="udp",mountaddr="192.0.2.2",transport="0"} 5""",
            """node_mountstats_nfs_transport_idle_time_seconds{export="s:/u",protocol="udp",mountaddr="192.0.2.2",transport="0"} 0""",
        }));
        Assert.That(samples, Has.One.StartsWith("""node_mountstats_nfs_operations_queue_time_seconds_total{A,operation="READ"} 9007044786793.922"""));
        Assert.That(samples.Count(sample => sample.StartsWith("node_mountstats_nfs_age", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void A_number_that_is_none_costs_itself()
    {
        using var machine = FixtureTree.With("proc/self/mountstats", Stats.Replace("13968", "long", StringComparison.Ordinal)).Add("proc/self/mountinfo", Info);
        var collector = Make.Collector("mountstats", machine.Paths);
        Assert.That(Page.Unreadable(collector), Has.One.Contains("expected a number, got \"long\""));
        Assert.That(Page.Samples(collector), Has.Some.Contains("node_mountstats_nfs_read_bytes_total"));
    }

    [Test]
    public void Of_another_procfs_the_mounts_of_its_first_process_are_shown()
    {
        using var machine = FixtureTree.With("proc/1/mountstats", Stats).Add("proc/1/mountinfo", Info).Add("proc/self/mountstats", "").Add("proc/self/mountinfo", "");
        Assert.That(Page.Samples(Make.Collector("mountstats", machine.Paths)), Is.Not.Empty);
    }
}
