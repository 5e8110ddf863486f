using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class DiskstatsCollectorTests
{
    private const string Sda = "   8       0 sda 100 1 2000 1500 50 2 4000 2500 3 4000 8001 10 1 512 250 7 90\n";

    private const string SataUdev =
        """
        S:disk/by-id/ata-TOSHIBA_KSDB4U86
        I:5310
        E:ID_ATA=1
        E:ID_ATA_WRITE_CACHE=1
        E:ID_ATA_WRITE_CACHE_ENABLED=0
        E:ID_ATA_ROTATION_RATE_RPM=7200
        E:ID_MODEL=TOSHIBA_KSDB4U86
        E:ID_PATH=pci-0000:3b:00.0-sas-phy7-lun-0
        E:ID_REVISION=0102
        E:ID_SERIAL=TOSHIBA_KSDB4U86_2160A0D5FVGG
        E:ID_SERIAL_SHORT=2160A0D5FVGG
        E:ID_WWN=0x7c72382b8de36a64
        G:systemd
        """;

    [Test]
    public void Sectors_are_512_bytes_and_milliseconds_become_seconds()
    {
        using var tree = FixtureTree.With("proc/diskstats", Sda);
        Assert.That(Page.Samples(Make.Collector("diskstats", tree.Paths)), Is.EquivalentTo(
        [
            "node_disk_info{device=\"sda\",major=\"8\",minor=\"0\",path=\"\",wwn=\"\",model=\"\",serial=\"\",revision=\"\",rotational=\"0\"} 1",
            "node_disk_reads_completed_total{device=\"sda\"} 100",
            "node_disk_reads_merged_total{device=\"sda\"} 1",
            "node_disk_read_bytes_total{device=\"sda\"} 1024000",
            "node_disk_read_time_seconds_total{device=\"sda\"} 1.5",
            "node_disk_writes_completed_total{device=\"sda\"} 50",
            "node_disk_writes_merged_total{device=\"sda\"} 2",
            "node_disk_written_bytes_total{device=\"sda\"} 2048000",
            "node_disk_write_time_seconds_total{device=\"sda\"} 2.5",
            "node_disk_io_now{device=\"sda\"} 3",
            "node_disk_io_time_seconds_total{device=\"sda\"} 4",
            "node_disk_io_time_weighted_seconds_total{device=\"sda\"} 8.001",
            "node_disk_discards_completed_total{device=\"sda\"} 10",
            "node_disk_discards_merged_total{device=\"sda\"} 1",
            "node_disk_discarded_sectors_total{device=\"sda\"} 512",
            "node_disk_discard_time_seconds_total{device=\"sda\"} 0.25",
            "node_disk_flush_requests_total{device=\"sda\"} 7",
            "node_disk_flush_requests_time_seconds_total{device=\"sda\"} 0.09",
        ]));
    }

    [Test]
    public void A_kernel_without_discards_and_flushes_has_none_of_their_families()
    {
        using var tree = FixtureTree.With("proc/diskstats", "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n");
        var page = Page.Of(Make.Collector("diskstats", tree.Paths));

        Assert.That(page, Does.Not.Contain("discard").And.Not.Contain("flush").And.Contain("node_disk_io_time_weighted_seconds_total"));
    }

    [Test]
    public void Udev_tells_the_identity_of_a_sata_disk_and_sysfs_that_it_turns()
    {
        using var tree = FixtureTree.With("proc/diskstats", Sda).Add("udev/b8:0", SataUdev).Add("sys/block/sda/queue/rotational", "1\n");
        var samples = Page.Samples(Make.Collector("diskstats", tree.Paths));

        Assert.That(samples, Does.Contain(
            "node_disk_info{device=\"sda\",major=\"8\",minor=\"0\",path=\"pci-0000:3b:00.0-sas-phy7-lun-0\",wwn=\"0x7c72382b8de36a64\","
            + "model=\"TOSHIBA_KSDB4U86\",serial=\"2160A0D5FVGG\",revision=\"0102\",rotational=\"1\"} 1"));
        Assert.That(samples, Does.Contain("node_disk_ata_write_cache{device=\"sda\"} 1"));
        Assert.That(samples, Does.Contain("node_disk_ata_write_cache_enabled{device=\"sda\"} 0"));
        Assert.That(samples, Does.Contain("node_disk_ata_rotation_rate_rpm{device=\"sda\"} 7200"));
    }

    [TestCase("E:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:SCSI_IDENT_SERIAL=label", "label")]
    [TestCase("E:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:SCSI_IDENT_SERIAL=", "short")]
    [TestCase("E:ID_SERIAL=virtio", "virtio")]
    [TestCase("garbage\nE:\nE:=x\nE:ID_SERIAL", "")]
    public void The_serial_is_the_first_of_three_that_is_known(string udev, string serial)
    {
        using var tree = FixtureTree.With("proc/diskstats", Sda).Add("udev/b8:0", udev);
        Assert.That(Page.Of(Make.Collector("diskstats", tree.Paths)), Does.Contain($"serial=\"{serial}\""));
    }

    [Test]
    public void A_logical_volume_tells_its_names_and_its_file_system()
    {
        using var tree = FixtureTree.With("proc/diskstats", "252 0 dm-0 1 2 3 4 5 6 7 8 9 10 11\n").Add(
            "udev/b252:0",
            "E:DM_NAME=nvme0n1_crypt\nE:DM_UUID=CRYPT-LUKS2-jolaulot80fy9zsiobkxyxo7y2dqeho2-nvme0n1_crypt\nE:DM_VG_NAME=system\nE:DM_LV_NAME=root\n"
            + "E:ID_FS_TYPE=ext4\nE:ID_FS_USAGE=filesystem\nE:ID_FS_UUID=3deafd0d-faff-4695-8d15-51061ae1f51b\nE:ID_FS_VERSION=1.0\n");
        var samples = Page.Samples(Make.Collector("diskstats", tree.Paths));

        Assert.That(samples, Does.Contain(
            "node_disk_device_mapper_info{device=\"dm-0\",name=\"nvme0n1_crypt\",uuid=\"CRYPT-LUKS2-jolaulot80fy9zsiobkxyxo7y2dqeho2-nvme0n1_crypt\","
            + "vg_name=\"system\",lv_name=\"root\",lv_layer=\"\"} 1"));
        Assert.That(samples, Does.Contain(
            "node_disk_filesystem_info{device=\"dm-0\",type=\"ext4\",usage=\"filesystem\",uuid=\"3deafd0d-faff-4695-8d15-51061ae1f51b\",version=\"1.0\"} 1"));
    }

    [Test]
    public void Partitions_loops_and_ram_disks_are_left_out_by_default()
    {
        var lines = ((string[])["sda", "sda1", "nvme0n1", "nvme0n1p1", "loop0", "ram0", "zram0", "fd0", "vda", "vda2", "dm-0", "md127", "sr0"])
            .Select(name => $"8 0 {name} 1 2 3 4 5 6 7 8 9 10 11\n");
        using var tree = FixtureTree.With("proc/diskstats", string.Concat(lines));

        Assert.That(Devices(Make.Collector("diskstats", tree.Paths)), Is.EqualTo(["sda", "nvme0n1", "vda", "dm-0", "md127", "sr0"]));
        Assert.That(
            Devices(Make.Collector("diskstats", tree.Paths, "collector.diskstats.device-include=^(sda1|loop)")), Is.EqualTo(["sda1", "loop0"]));
        Assert.That(
            Devices(Make.Collector("diskstats", tree.Paths, "collector.diskstats.ignored-devices=^[a-y]")), Is.EqualTo(["zram0"]));
    }

    [Test]
    public void Include_and_exclude_together_are_refused_when_it_is_made()
    {
        Assert.That(
            () => Make.Collector("diskstats", new HostPaths(), "collector.diskstats.device-include=a", "collector.diskstats.device-exclude=b"),
            Throws.InstanceOf<SettingConflictException>());
    }

    [Test]
    public void A_disk_that_is_plugged_in_changed_or_pulled_out_shows_at_the_next_scrape()
    {
        using var tree = FixtureTree.With("proc/diskstats", Sda).Add("udev/b8:0", "E:ID_MODEL=old\n");
        var collector = Make.Collector("diskstats", tree.Paths);
        Assert.That(Page.Of(collector), Does.Contain("model=\"old\""));

        tree.Add("proc/diskstats", Sda + Sda.Replace("0 sda", "16 sdb", StringComparison.Ordinal)).Add("udev/b8:0", "E:ID_MODEL=new\n");
        Assert.That(Devices(collector), Is.EqualTo(["sda", "sdb"]));
        Assert.That(Page.Of(collector), Does.Contain("model=\"new\"").And.Not.Contain("model=\"old\""));

        tree.Add("proc/diskstats", Sda.Replace("0 sda", "16 sdb", StringComparison.Ordinal));
        Assert.That(Devices(collector), Is.EqualTo(["sdb"]));

        tree.Add("proc/diskstats", Sda.Replace("0 sda", "32 sdb", StringComparison.Ordinal)).Add("udev/b8:32", "E:ID_MODEL=third\n");
        Assert.That(Page.Of(collector), Does.Contain("minor=\"32\"").And.Contain("model=\"third\""), "another disk under the same name");
    }

    [Test]
    public void A_second_scrape_allocates_nothing_but_what_the_page_needs()
    {
        using var tree = FixtureTree.With("proc/diskstats", Sda).Add("udev/b8:0", SataUdev).Add("sys/block/sda/queue/rotational", "1\n");
        Allocations.AreNone(Make.Collector("diskstats", tree.Paths));
    }

    private static IEnumerable<string> Devices(ICollector collector) =>
        Page.Samples(collector, "node_disk_io_now").Select(line => line.Split('"')[1]);
}
