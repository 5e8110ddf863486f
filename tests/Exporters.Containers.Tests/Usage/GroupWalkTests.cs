using Exporters.Containers.Usage;
using Exporters.Linux.Cgroups;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

internal sealed class GroupWalkTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Other = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase($"/docker/{Id}", Id)]
    [TestCase($"/system.slice/docker-{Id}.scope", Id)]
    [TestCase($"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-{Id}.scope", Id)]
    [TestCase($"/kubepods/besteffort/pod9/{Id}", Id)]
    [TestCase($"/machine.slice/libpod-{Id}.scope", Id)]
    [TestCase($"/machine.slice/libpod-conmon-{Id}.scope", null)]
    [TestCase("/system.slice/ssh.service", null)]
    [TestCase($"/docker/{Id}0", null)]
    public void A_container_is_known_by_the_name_of_its_group(string path, string? id) => Assert.That(GroupWalk.ContainerId(path), Is.EqualTo(id));

    [Test]
    public void Pods_of_a_kubelet_are_found_without_a_daemon()
    {
        using var tree = Tree($"kubepods/burstable/pod1/{Id}", $"kubepods/burstable/pod1/{Other}");
        var found = Walk(tree).Look(_ => false, daemonAnswers: false);
        Assert.That(
            found.Select(group => group.Labels.ToString()),
            Is.EqualTo(new[]
            {
                $"id=\"/kubepods/burstable/pod1/{Id}\",name=\"{Id}\"", $"id=\"/kubepods/burstable/pod1/{Other}\",name=\"{Other}\"",
            }));
    }

    [Test]
    public void Containers_of_the_daemon_are_left_to_it_and_new_ones_get_a_round()
    {
        using var tree = Tree($"docker/{Id}", $"docker/{Other}");
        var walk = Walk(tree);
        Assert.That(walk.Look(id => id == Id, daemonAnswers: true), Is.Empty);
        Assert.That(walk.Look(id => id == Id, daemonAnswers: true).Select(group => group.Key), Is.EqualTo(new[] { Other }));
    }

    [Test]
    public void A_container_inside_a_container_is_part_of_the_outer_one()
    {
        using var tree = Tree($"docker/{Id}/docker/{Other}");
        Assert.That(Walk(tree, "/docker").Look(_ => false, daemonAnswers: false).Select(group => group.Key), Is.EqualTo(new[] { "/docker", Id }));
        Assert.That(Walk(tree).Look(id => id == Id, daemonAnswers: false), Is.Empty);
    }

    [Test]
    public void Raw_groups_are_shown_below_the_given_paths_and_mounts_never()
    {
        using var tree = Tree("system.slice/ssh.service", "system.slice/var-lib.mount", "system.slice2/x.service", "user.slice");
        var found = Walk(tree, "/system.slice").Look(_ => false, daemonAnswers: false);
        Assert.That(found.Select(group => group.Labels.ToString()), Is.EqualTo(new[] { "id=\"/system.slice\"", "id=\"/system.slice/ssh.service\"" }));
    }

    [Test]
    public void A_group_that_is_gone_is_forgotten()
    {
        using var tree = Tree($"docker/{Id}");
        var walk = Walk(tree);
        Assert.That(walk.Look(_ => false, daemonAnswers: false), Has.Count.EqualTo(1));
        Directory.Delete($"{tree.Directory}/sys/fs/cgroup/docker/{Id}", recursive: true);
        Assert.That(walk.Look(_ => false, daemonAnswers: false), Is.Empty);
        Assert.That(walk.FoundContainers, Is.False);
    }

    [Test]
    public void The_network_of_a_pod_is_counted_once_and_the_hosts_never()
    {
        using var tree = Tree($"kubepods/pod1/{Id}", $"kubepods/pod1/{Other}", $"kubepods/pod2/{Id[..63]}0");
        Namespace(tree, 1, "net:[1]");
        Process(tree, $"kubepods/pod1/{Id}", 11, "net:[2]");
        Process(tree, $"kubepods/pod1/{Other}", 12, "net:[2]");
        Process(tree, $"kubepods/pod2/{Id[..63]}0", 13, "net:[1]");
        var found = Walk(tree).Look(_ => false, daemonAnswers: false);
        Assert.That(found.Select(group => group.NetDev), Is.EqualTo(new[] { $"{tree.Directory}/proc/11/net/dev", null, null }));
    }

    private static GroupWalk Walk(FixtureTree tree, params string[] raw) => new(tree.Paths, new CgroupTree(tree.Paths), raw);

    private static FixtureTree Tree(params string[] groups)
    {
        var tree = FixtureTree.Empty().Add("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        foreach (var group in groups)
        {
            tree.Add($"sys/fs/cgroup/{group}/cgroup.procs", "");
        }

        return tree;
    }

    private static void Process(FixtureTree tree, string group, int pid, string space)
    {
        tree.Add($"sys/fs/cgroup/{group}/cgroup.procs", $"{pid}\n").Add($"proc/{pid}/net/dev", "");
        Namespace(tree, pid, space);
    }

    private static void Namespace(FixtureTree tree, int pid, string space)
    {
        Directory.CreateDirectory($"{tree.Directory}/proc/{pid}/ns");
        File.CreateSymbolicLink($"{tree.Directory}/proc/{pid}/ns/net", space);
    }
}
