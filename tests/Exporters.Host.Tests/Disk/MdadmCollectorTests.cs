using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class MdadmCollectorTests
{
    private const string Resync =
        "Personalities : [raid1] [raid6] [raid5] [raid4] \nmd8 : active raid1 sdb1[1] sda1[0] sdc[2](S) sde[3](S)\n      195310144 blocks [2/2] [UU]\n"
        + "      [=>...................]  resync =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec\n      bitmap: 1/2 pages [4KB], 65536KB chunk\n\nunused devices: <none>\n";

    [TestCase(Resync, "resync", 2, 2, 0, 2, 195310144, 16775552, TestName = "A resync")]
    [TestCase("md6 : active raid1 sdb2[2](F) sdc[1](S) sda2[0]\n      195310144 blocks [2/1] [U_]\n      [=>...]  recovery =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec\n",
        "recovering", 2, 1, 1, 1, 195310144, 16775552, TestName = "A recovery of a degraded mirror")]
    [TestCase("md7 : active raid6 sdb1[0] sde1[3] sdd1[2] sdc1[1](F)\n      7813735424 blocks super 1.2 level 6, 512k chunk, algorithm 2 [4/3] [U_UU]\n      bitmap: 0/30 pages [0KB], 65536KB chunk\n",
        "active", 4, 3, 1, 0, 7813735424, 7813735424, TestName = "A failed disk")]
    [TestCase("md4 : inactive raid1 sda3[0](F) sdb3[1](S)\n      4883648 blocks [2/2] [UU]\n", "inactive", 0, 0, 1, 1, 4883648, 4883648, TestName = "An inactive array")]
    [TestCase("md127 : inactive sda[1](S) sdb[0](S)\n      7932 blocks super external:imsm\n", "inactive", 0, 0, 0, 2, 7932, 7932, TestName = "A container of external metadata")]
    [TestCase("md10 : active raid0 sda1[0] sdb1[1]\n      314159265 blocks 64k chunks\n", "active", 2, 2, 0, 0, 314159265, 314159265, TestName = "A stripe")]
    [TestCase("md9 : active raid1 sdc2[2] sdd2[3] sdb2[1] sda2[0] sde[4](F) sdf[5](F) sdg[6](S)\n      523968 blocks super 1.2 [4/4] [UUUU]\n      \tresync=DELAYED\n",
        "resync", 4, 4, 2, 1, 523968, 0, TestName = "A sync that waits for another")]
    [TestCase("md201 : active raid1 sda3[0] sdb3[1]\n      1993728 blocks super 1.2 [2/2] [UU]\n      [=>..]  check =  5.7% (114176/1993728) finish=0.2min speed=114176K/sec\n",
        "check", 2, 2, 0, 0, 1993728, 114176, TestName = "A check")]
    [TestCase("md3 : active (auto-read-only) raid1 sda3[0] sdb3[1]\n      1000 blocks super 1.2 [2/2] [UU]\n", "active", 2, 2, 0, 0, 1000, 1000, TestName = "An array not yet written to")]
    [TestCase("md3 : broken raid0 sda3[0] sdb3[1]\n      1000 blocks super 1.2 512k chunks\n", "", 2, 2, 0, 0, 1000, 1000, TestName = "A broken stripe")]
    public void It_reads(string mdstat, string state, int required, int active, int failed, int spare, long blocks, long synced)
    {
        using var tree = FixtureTree.With("proc/mdstat", mdstat);
        var collector = Make.Collector("mdadm", tree.Paths);
        string[] Values(string family) => [.. Page.Samples(collector, family).Select(line => line[(line.LastIndexOf(' ') + 1)..])];

        Assert.That(Page.Samples(collector, "node_md_state").Where(line => line.EndsWith(" 1", StringComparison.Ordinal)).Select(line => line.Split('"')[3]),
            Is.EqualTo(state.Length == 0 ? [] : new[] { state }));
        Assert.That(Page.Samples(collector, "node_md_state"), Has.Length.EqualTo(5));
        Assert.That(Values("node_md_disks"), Is.EqualTo([$"{active}", $"{failed}", $"{spare}"]));
        Assert.That(Values("node_md_disks_required"), Is.EqualTo([$"{required}"]));
        Assert.That(Values("node_md_blocks"), Is.EqualTo([$"{blocks}"]));
        Assert.That(Values("node_md_blocks_synced"), Is.EqualTo([$"{synced}"]));
    }

    [Test]
    public void What_the_kernel_does_not_say_is_absent()
    {
        using var tree = FixtureTree.With("proc/mdstat", "md1 : active faulty sda1[0]\n      1000 blocks super 1.2 nfaults=0\n\nmd2 : inactive\n       \nunused devices: <none>\n");
        var samples = Page.Samples(Make.Collector("mdadm", tree.Paths));

        Assert.That(samples, Does.Contain("node_md_blocks{device=\"md1\"} 1000").And.Not.Contain("node_md_disks_required{device=\"md1\"} 0"));
        Assert.That(samples, Does.Contain("node_md_disks_required{device=\"md2\"} 0"));
        Assert.That(samples.Where(line => line.StartsWith("node_md_blocks{device=\"md2\"", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("raid5", "4", "1", "4", "1")]
    [TestCase("raid6", "11 (10)", "0", "11", "0")]
    [TestCase("raid0", "2", null, "2", "0")]
    [TestCase("container", "0", null, null, "0")]
    [TestCase("", "", null, null, "0")]
    public void Redundancy_is_what_sysfs_says(string level, string disks, string? degraded, string? expectedDisks, string expectedDegraded)
    {
        using var tree = FixtureTree.With("proc/mdstat", "Personalities : \nunused devices: <none>\n").Add("sys/block/md0/md/level", level + "\n")
            .Add("sys/block/md0/md/raid_disks", disks + "\n").Add("sys/block/mdx/size", "1").Add("sys/block/sda/size", "1");
        if (degraded is not null)
        {
            tree.Add("sys/block/md0/md/degraded", degraded + "\n");
        }

        string?[] expected = [expectedDisks is null ? null : $"node_md_raid_disks{{device=\"md0\"}} {expectedDisks}", $"node_md_degraded{{device=\"md0\"}} {expectedDegraded}"];
        Assert.That(Page.Samples(Make.Collector("mdadm", tree.Paths)), Is.EquivalentTo(expected.Where(line => line is not null)));
    }

    [TestCase("md1 active raid1\n", "mdstat:1: expected an array as \"name : state level disks\", got \"md1 active raid1\"")]
    [TestCase("md1 : active raid1 sda[0]\n      99999999999999999999999 blocks [2/2] [UU]\n", "mdstat:2: expected a number, got \"99999999999999999999999\"")]
    public void What_is_not_the_known_format_is_named_with_its_line(string mdstat, string message)
    {
        using var tree = FixtureTree.With("proc/mdstat", mdstat);
        Assert.That(Page.Unreadable(Make.Collector("mdadm", tree.Paths)), Has.One.EndsWith(message));
    }

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var tree = FixtureTree.With("proc/mdstat", Resync);
        Allocations.AreNone(Make.Collector("mdadm", tree.Paths));
    }
}
