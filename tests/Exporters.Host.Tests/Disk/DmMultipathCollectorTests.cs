using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class DmMultipathCollectorTests
{
    [Test]
    public void Multipath_devices_are_shown_with_their_paths_and_other_mappings_are_not()
    {
        using var machine = FixtureTree.With("sys/block/dm-0/dm/uuid", "LVM-x\n").Add("sys/block/dm-1/dm/uuid", "mpath-36\n").Add("sys/block/dm-1/dm/name", "mpatha\n").Add("sys/block/dm-1/dm/suspended", "0\n")
            .Add("sys/block/dm-1/size", "8\n").Add("sys/block/dm-1/slaves/sdb/x", "").Add("sys/block/dm-1/slaves/sdc/x", "").Add("sys/block/sdb/device/state", "running\n").Add("sys/block/sdc/device/state", "offline\n");
        Assert.That(Page.Samples(Make.Collector("dmmultipath", machine.Paths)), Is.EqualTo(new[]
        {
            """node_dmmultipath_device_active{device="mpatha",sysfs_name="dm-1"} 1""",
            """node_dmmultipath_device_info{device="mpatha",sysfs_name="dm-1",uuid="mpath-36"} 1""",
            """node_dmmultipath_device_paths{device="mpatha",sysfs_name="dm-1"} 2""",
            """node_dmmultipath_device_paths_active{device="mpatha",sysfs_name="dm-1"} 1""",
            """node_dmmultipath_device_paths_failed{device="mpatha",sysfs_name="dm-1"} 1""",
            """node_dmmultipath_device_size_bytes{device="mpatha",sysfs_name="dm-1"} 4096""",
            """node_dmmultipath_path_state{device="mpatha",path="sdb",state="running"} 1""",
            """node_dmmultipath_path_state{device="mpatha",path="sdc",state="offline"} 1""",
        }));
    }
}
