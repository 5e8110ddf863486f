using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Linux.Cgroups;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

internal sealed class RootUsageTests
{
    [Test]
    public void Reads_and_writes_of_the_machine_are_those_that_its_disks_count()
    {
        using var machine = FixtureTree.Empty()
            .Add("proc/diskstats", "   8       0 sda 70 0 560 9 20 0 160 4 0 12 13 0 0 0 0 0 0\n")
            .Add("sys/fs/cgroup/cgroup.controllers", "cpu io memory\n")
            .Add("sys/fs/cgroup/cpu.stat", "usage_usec 1\nuser_usec 1\nsystem_usec 0\n")
            .Add("sys/fs/cgroup/io.stat", "8:0 rbytes=4096 wbytes=512 rios=7 wios=1 dbytes=0 dios=0\n")
            .Add("sys/dev/block/8:0/uevent", "MAJOR=8\nMINOR=0\nDEVNAME=sda\n");
        var inventory = new Inventory();
        inventory.Publish(InventorySnapshot.Empty with { FoundAnything = true });
        var usage = new UsageCollector(
            inventory, machine.Paths, ContainerGroups.All, UsageTarget.Root(machine.Paths, new CgroupTree(machine.Paths), 0), TimeProvider.System);

        Assert.That(Page.Samples(usage, "container_fs_reads_total"), Is.EqualTo(new[] { """container_fs_reads_total{id="/",device="/dev/sda"} 70""" }));
        Assert.That(Page.Samples(usage, "container_fs_writes_total"), Is.EqualTo(new[] { """container_fs_writes_total{id="/",device="/dev/sda"} 20""" }));
        Assert.That(Page.Samples(usage, "container_fs_reads_bytes_total"), Is.EqualTo(new[] { """container_fs_reads_bytes_total{id="/",device="/dev/sda"} 4096""" }));
    }
}
