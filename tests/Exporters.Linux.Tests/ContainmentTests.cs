using System.Text;

namespace Exporters.Linux.Tests;

public sealed class ContainmentTests
{
    private const string DockerRoot =
        "611 430 0:53 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/3G:/var/lib/docker/overlay2/l/5N,upperdir=/var/lib/docker/overlay2/9f/diff,workdir=/var/lib/docker/overlay2/9f/work\n";

    private const string DockerHosts =
        "640 611 254:1 /var/lib/docker/containers/4be0/hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw\n";

    private const string ContainerdRoot =
        "700 600 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs\n";

    private const string PodHosts = "640 611 254:1 /var/lib/kubelet/pods/90f2/etc-hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw\n";

    private const string PodmanResolv =
        "640 611 0:25 /containers/storage/overlay-containers/77/userdata/resolv.conf /etc/resolv.conf rw - tmpfs tmpfs rw\n";

    private const string Host = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n28 27 0:26 / /run rw - tmpfs tmpfs rw\n";

    private const string LiveSystem = "27 1 0:20 / / rw - overlay overlay rw,lowerdir=//filesystem.squashfs,upperdir=/cow/upper,workdir=/cow/work\n";

    [TestCase(DockerRoot)]
    [TestCase(DockerHosts)]
    [TestCase(ContainerdRoot)]
    [TestCase(PodHosts)]
    [TestCase(PodmanResolv)]
    public void In_a_container_without_the_host_s_root_the_missing_mount_is_named_with_the_flag(string mountinfo)
    {
        Assert.That(
            Missing(mountinfo, "/"),
            Does.StartWith("the host's root is not mounted: this process is in a container (").And.EndsWith(
                "start it with -v /:/host:ro,rslave and --path.rootfs=/host"));
    }

    [TestCase(Host)]
    [TestCase(LiveSystem)]
    [TestCase("")]
    public void On_the_host_itself_nothing_is_missing(string mountinfo) => Assert.That(Missing(mountinfo, "/"), Is.Null);

    [TestCase("/host")]
    [TestCase("/host/")]
    [TestCase("/host/sysroot")]
    public void With_the_host_s_root_mounted_nothing_is_missing(string rootfs) =>
        Assert.That(Missing(DockerRoot + "660 611 254:1 / /host ro,relatime - ext4 /dev/vda1 rw\n", rootfs), Is.Null);

    [TestCase("/host")]
    [TestCase("/hostile")]
    public void A_flag_without_its_mount_is_not_believed(string rootfs) =>
        Assert.That(
            Missing(DockerRoot + "660 611 254:1 / /hos ro,relatime - ext4 /dev/vda1 rw\n", rootfs),
            Does.StartWith($"the host's root is not mounted at {rootfs}: "));

    private static string? Missing(string mountinfo, string rootfs) =>
        Containment.MissingRoot(new HostPaths(RootFs: rootfs), Encoding.UTF8.GetBytes(mountinfo));
}
