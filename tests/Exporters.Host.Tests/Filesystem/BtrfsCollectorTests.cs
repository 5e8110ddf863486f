using Exporters.Testing;

namespace Exporters.Host.Tests.Filesystem;

public sealed class BtrfsCollectorTests
{
    private const string Uuid = "7f07c59f-6136-449c-ab87-e1cf2328731b";
    private const string Root = $"sys/fs/btrfs/{Uuid}";

    private static FixtureTree Machine() => FixtureTree.With($"{Root}/label", "data\n").Add($"{Root}/metadata_uuid", Uuid + "\n").Add("sys/fs/btrfs/features/raid56", "0\n")
        .Add($"{Root}/allocation/global_rsv_size", "16777216\n").Add($"{Root}/allocation/data/bytes_reserved", "1\n")
        .Add($"{Root}/allocation/data/raid5/used_bytes", "2\n").Add($"{Root}/allocation/data/raid5/total_bytes", "3\n")
        .Add($"{Root}/commit_stats", "commits 25\nlast_commit_ms 1500\nmax_commit_ms 2000\ntotal_commit_ms 9000\nnew_field 1\n")
        .Add($"{Root}/devices/vdb/size", "8\n").Add($"{Root}/devices/vdc/size", "8\n").Add($"{Root}/devices/vdd/size", "8\n").Add($"{Root}/devices/vde/size", "8\n");

    [Test]
    public void Space_commits_and_devices_are_shown()
    {
        using var machine = Machine();
        var samples = Page.Samples(Make.Collector("btrfs", machine.Paths)).Select(sample => sample.Replace($"uuid=\"{Uuid}\"", "uuid", StringComparison.Ordinal)).ToArray();
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_btrfs_info{uuid,label="data"} 1""", "node_btrfs_global_rsv_size_bytes{uuid} 16777216", "node_btrfs_commits_total{uuid} 25", "node_btrfs_last_commit_seconds{uuid} 1.5",
            "node_btrfs_commit_seconds_total{uuid} 9", """node_btrfs_reserved_bytes{uuid,block_group_type="data"} 1""",
            """node_btrfs_used_bytes{uuid,block_group_type="data",mode="raid5"} 2""", """node_btrfs_size_bytes{uuid,block_group_type="data",mode="raid5"} 3""",
            """node_btrfs_allocation_ratio{uuid,block_group_type="data",mode="raid5"} 1.3333333333333333""", """node_btrfs_device_size_bytes{uuid,device="vdb"} 4096""",
        }));
    }

    [Test]
    public void A_kernel_without_commit_statistics_has_none_and_a_number_that_is_none_costs_itself()
    {
        using var machine = Machine().Remove($"{Root}/commit_stats").Add($"{Root}/allocation/global_rsv_size", "x\n");
        var collector = Make.Collector("btrfs", machine.Paths);
        Assert.That(Page.Samples(collector), Has.None.Contains("commit").And.None.Contains("global_rsv"));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("global_rsv_size: expected a number, got \"x\""));
    }

    [Test]
    public void A_mount_that_is_no_btrfs_after_all_is_passed_over_and_sizes_come_from_sysfs()
    {
        using var machine = Machine().Add("proc/self/mountinfo", "36 35 0:30 / /data rw - btrfs /dev/vdb rw\n").Add("root/data/file", "");
        Assert.That(Page.Samples(Make.Collector("btrfs", machine.Paths), "node_btrfs_device_size_bytes"), Has.Length.EqualTo(4));
    }
}
