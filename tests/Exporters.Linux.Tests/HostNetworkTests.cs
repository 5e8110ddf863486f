using Exporters.Testing;

namespace Exporters.Linux.Tests;

public sealed class HostNetworkTests
{
    [TestCase("/proc")]
    [TestCase("/proc/")]
    public void The_process_own_proc_is_read_as_it_is_and_netlink_shows_the_same(string root)
    {
        var network = new HostNetwork(new HostPaths(ProcRoot: root));
        Assert.That(network.Path("dev"), Is.EqualTo("/proc/net/dev"));
        Assert.That(network.IsOwnNamespace);
        Assert.That(network.IsOtherNamespace, Is.False);
    }

    [Test]
    public void A_tree_without_process_1_has_its_files_in_net_and_netlink_does_not_show_it()
    {
        using var tree = FixtureTree.With("proc/net/dev", "");
        var network = new HostNetwork(tree.Paths);
        Assert.That(network.Directory, Is.EqualTo($"{tree.Directory}/proc/net"));
        Assert.That(network.IsOwnNamespace, Is.False);
        Assert.That(network.IsOtherNamespace, Is.False);
    }

    [Test]
    public void A_host_mounted_into_a_container_is_read_as_its_init_sees_it()
    {
        using var tree = FixtureTree.With("proc/net/dev", "own").Add("proc/1/net/dev", "host").Add("proc/self/stat", "");
        var network = new HostNetwork(tree.Paths);
        Assert.That(File.ReadAllText(network.Path("dev")), Is.EqualTo("host"));
        Assert.That(network.IsOwnNamespace, Is.False);
        Assert.That(network.IsOtherNamespace);
    }

    [Test]
    public void The_hosts_proc_under_another_name_is_recognised_when_its_network_is_shared()
    {
        using var tree = FixtureTree.Empty().Remove("proc").Link("proc", "/proc");
        if (FileIdentity.Of("/proc/1/net/dev") != FileIdentity.Of("/proc/self/net/dev"))
        {
            Assert.Ignore("process 1 is in another network namespace than the tests");
        }

        Assert.That(new HostNetwork(tree.Paths).IsOwnNamespace);
    }

    [Test]
    public void A_path_that_leads_nowhere_has_no_identity() => Assert.That(FileIdentity.Of("/nowhere/at/all"), Is.Null);
}
