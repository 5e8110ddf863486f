using Exporters.Containers.Usage;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

internal sealed class IoUsageTests
{
    [Test]
    public void Devices_without_a_name_are_told_apart_by_their_numbers()
    {
        using var machine = FixtureTree.Empty()
            .Add("sys/fs/cgroup/cgroup.controllers", "io\n")
            .Add("sys/fs/cgroup/docker/c/io.stat", "259:9 rbytes=30 wbytes=0 rios=3 wios=0\n259:10 rbytes=1000 wbytes=0 rios=1 wios=0\n8:0 rbytes=5 wbytes=0 rios=1 wios=0\n")
            .Add("sys/dev/block/8:0/uevent", "MAJOR=8\nMINOR=0\nDEVNAME=sda\n");
        var writer = new FamilyWriter();
        new IoUsage(new BlockDevices(machine.Paths)).Write(writer, new CgroupFiles(new CgroupTree(machine.Paths), "/docker/c"), LabelSet.Of("id", "/docker/c"));
        Assert.That(Page.Of(writer).Split('\n').Where(line => line.StartsWith("container_fs_reads_bytes_total", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "container_fs_reads_bytes_total{id=\"/docker/c\",device=\"259:9\"} 30",
            "container_fs_reads_bytes_total{id=\"/docker/c\",device=\"259:10\"} 1000",
            "container_fs_reads_bytes_total{id=\"/docker/c\",device=\"/dev/sda\"} 5",
        }));
    }

    [Test]
    public void A_number_that_is_given_to_another_device_shows_the_new_name_from_the_next_scrape_on()
    {
        using var machine = FixtureTree.Empty()
            .Add("sys/fs/cgroup/cgroup.controllers", "io\n")
            .Add("sys/fs/cgroup/docker/c/io.stat", "253:7 rbytes=30 wbytes=0 rios=3 wios=0\n")
            .Add("sys/dev/block/253:7/uevent", "MAJOR=253\nMINOR=7\nDEVNAME=dm-7\n");
        var usage = new IoUsage(new BlockDevices(machine.Paths));
        Assert.That(Device(), Is.EqualTo("/dev/dm-7"));

        machine.Add("sys/dev/block/253:7/uevent", "MAJOR=253\nMINOR=7\nDEVNAME=mapper/backup\n");
        Assert.That(Device(), Is.EqualTo("/dev/mapper/backup"));
        machine.Remove("sys/dev/block/253:7/uevent");
        Assert.That(Device(), Is.EqualTo("253:7"));

        string Device()
        {
            var writer = new FamilyWriter();
            usage.BeginScrape();
            usage.Write(writer, new CgroupFiles(new CgroupTree(machine.Paths), "/docker/c"), LabelSet.Of("id", "/docker/c"));
            return Page.Of(writer).Split('\n').Single(line => line.StartsWith("container_fs_reads_bytes_total", StringComparison.Ordinal)).Split("device=\"")[1].Split('"')[0];
        }
    }

    [Test]
    public void Sectors_of_a_group_are_its_bytes_and_not_those_of_the_disk()
    {
        using var machine = FixtureTree.Empty()
            .Add("sys/fs/cgroup/cgroup.controllers", "io\n")
            .Add("sys/fs/cgroup/docker/c/io.stat", "8:0 rbytes=4096 wbytes=1024 rios=3 wios=1\n");

        Assert.That(Lines(machine, "container_fs_sector_"), Is.EqualTo(new[]
        {
            "container_fs_sector_reads_total{id=\"/docker/c\",device=\"8:0\"} 8",
            "container_fs_sector_writes_total{id=\"/docker/c\",device=\"8:0\"} 2",
        }));
    }

    [Test]
    public void The_scheduler_s_count_is_taken_where_blkio_has_no_other()
    {
        using var machine = FixtureTree.Empty()
            .Add("proc/self/mountinfo", "30 20 0:30 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n")
            .Add("sys/fs/cgroup/blkio/docker/c/blkio.bfq.io_service_bytes_recursive", "8:0 Read 4096\n8:0 Write 512\n8:0 Total 4608\nTotal 4608\n")
            .Add("sys/fs/cgroup/blkio/docker/c/blkio.bfq.io_serviced_recursive", "8:0 Read 3\n8:0 Write 1\nTotal 4\n");

        Assert.That(Lines(machine, "container_fs_reads"), Is.EqualTo(new[]
        {
            "container_fs_reads_bytes_total{id=\"/docker/c\",device=\"8:0\"} 4096",
            "container_fs_reads_total{id=\"/docker/c\",device=\"8:0\"} 3",
        }));
    }

    private static string[] Lines(FixtureTree machine, string prefix)
    {
        var writer = new FamilyWriter();
        new IoUsage(new BlockDevices(machine.Paths)).Write(writer, new CgroupFiles(new CgroupTree(machine.Paths), "/docker/c"), LabelSet.Of("id", "/docker/c"));
        return [.. Page.Of(writer).Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
