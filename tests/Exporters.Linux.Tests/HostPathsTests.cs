namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class HostPathsTests
{
    [Test]
    public void On_the_host_paths_are_what_they_are()
    {
        var paths = new HostPaths();

        Assert.That(paths.Proc("net/dev"), Is.EqualTo("/proc/net/dev"));
        Assert.That(paths.Sys("class/net"), Is.EqualTo("/sys/class/net"));
        Assert.That(paths.Root("/etc/os-release"), Is.EqualTo("/etc/os-release"));
        Assert.That(paths.UdevData("b8:0"), Is.EqualTo("/run/udev/data/b8:0"));
    }

    [TestCase("/host")]
    [TestCase("/host/")]
    public void A_mounted_root_stands_before_the_hosts_paths(string root) =>
        Assert.That(new HostPaths(RootFs: root).Root("/etc/os-release"), Is.EqualTo("/host/etc/os-release"));
}
