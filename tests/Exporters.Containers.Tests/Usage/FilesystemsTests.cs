using Exporters.Containers.Usage;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

/// <summary>Mount points of the table are asked below the fixture's root, which is on a real file system.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FilesystemsTests : IDisposable
{
    private const string Table = """
        22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        23 22 0:5 / /proc rw,nosuid - proc proc rw
        24 22 254:2 / /var/lib/docker rw,relatime shared:2 - xfs /dev/sdb1 rw
        25 22 254:2 /volumes /srv/with\040space rw,relatime shared:3 - xfs /dev/sdb1 rw
        26 22 0:40 / /mnt/far rw,relatime - nfs4 server:/export rw
        27 22 7:1 / /snap/core ro,relatime - squashfs /dev/loop1 ro
        28 24 0:41 / /var/lib/docker/overlay2/x/merged rw,relatime - overlay overlay rw

        """;

    private readonly FixtureTree _machine = FixtureTree.Empty().Add("proc/1/mountinfo", Table);

    public FilesystemsTests()
    {
        foreach (var point in (string[])["var/lib/docker", "srv/with space", "mnt/far", "snap/core"])
        {
            Directory.CreateDirectory($"{_machine.Directory}/root/{point}");
        }
    }

    public void Dispose() => _machine.Dispose();

    [Test]
    public void Each_device_of_this_machine_is_shown_once_and_those_of_others_are_not_asked()
    {
        var found = new Filesystems(_machine.Paths).Read();
        Assert.That(found.Select(filesystem => filesystem.Device), Is.EqualTo(new[] { "/dev/sda1", "/dev/sdb1" }));
        Assert.That(found, Has.All.Matches<FilesystemUse>(use => use!.CapacityBytes > 0 && use.UsedBytes > 0 && use.UsedBytes <= use.CapacityBytes));
    }

    [TestCase("/var/lib/docker", "/dev/sdb1")]
    [TestCase("/var/lib/docker/containers", "/dev/sdb1")]
    [TestCase("/var/lib/docker-old", "/dev/sda1")]
    [TestCase("/srv/with space/x", "/dev/sdb1")]
    [TestCase("/mnt/far/docker", "server:/export")]
    public void A_directory_is_held_by_the_longest_mount_above_it(string directory, string device) =>
        Assert.That(new Filesystems(_machine.Paths).Holding(directory, usedBytes: 1)!.Device, Is.EqualTo(device));

    [Test]
    public void A_mount_that_cannot_be_asked_is_left_out()
    {
        Directory.Delete($"{_machine.Directory}/root/var/lib/docker");
        Directory.Delete($"{_machine.Directory}/root/srv", recursive: true);
        Assert.That(new Filesystems(_machine.Paths).Read().Select(filesystem => filesystem.Device), Is.EqualTo(new[] { "/dev/sda1" }));
    }

    [Test]
    public void A_directory_on_no_block_device_goes_by_what_is_mounted_and_its_capacity_is_not_asked_for()
    {
        _machine.Add("proc/1/mountinfo", Table + "29 22 0:50 / /var/lib/docker rw,relatime - zfs tank/docker rw\n");
        Assert.That(
            new Filesystems(_machine.Paths).Holding("/var/lib/docker/x", usedBytes: 7),
            Is.EqualTo(new FilesystemUse("tank/docker", 7, null, null, null)));
    }

    [Test]
    public void Without_a_table_there_is_nothing()
    {
        _machine.Remove("proc/1");
        Assert.That(new Filesystems(_machine.Paths).Read(), Is.Empty);
        Assert.That(new Filesystems(_machine.Paths).Holding("/", usedBytes: 1), Is.Null);
    }
}
