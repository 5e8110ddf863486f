using Exporters.Containers.Lifecycle;
using Exporters.Linux.Cgroups;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

internal sealed class CgroupLocatorTests
{
    private static readonly string Id = FakeContainer.IdOf(7);

    [Test]
    public void The_init_process_tells_where_its_container_is()
    {
        using var tree = Tree($"0::/custom.slice/docker-{Id}.scope\n");
        Assert.That(Find(tree, systemd: true), Is.EqualTo($"/custom.slice/docker-{Id}.scope"));
    }

    [Test]
    public void A_group_below_the_containers_own_is_not_the_containers()
    {
        using var tree = Tree($"0::/machine.slice/libpod-{Id}.scope/container\n");
        Assert.That(Find(tree, systemd: true), Is.EqualTo($"/machine.slice/libpod-{Id}.scope"));
    }

    [Test]
    public void Seen_from_another_cgroup_namespace_the_usual_places_are_tried()
    {
        using var tree = Tree($"0::/../../{Id}\n").Add($"sys/fs/cgroup/docker/{Id}/cgroup.procs", "");
        Assert.That(Find(tree, systemd: true), Is.EqualTo($"/docker/{Id}"));
    }

    [TestCase(false, "", "/docker/{0}")]
    [TestCase(false, "/my/parent", "/my/parent/{0}")]
    [TestCase(true, "", "/system.slice/docker-{0}.scope")]
    [TestCase(true, "apps-web.slice", "/apps.slice/apps-web.slice/docker-{0}.scope")]
    public void A_container_that_never_ran_has_the_path_that_it_would_have(bool systemd, string parent, string path)
    {
        using var tree = Tree("");
        var facts = FakeFacts.Of(new FakeContainer { Id = Id, Name = "c", State = "created", CgroupParent = parent, Started = null });
        Assert.That(
            new CgroupLocator(tree.Paths, new CgroupTree(tree.Paths)).Find(facts, systemd),
            Is.EqualTo(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Id)));
    }

    private static FixtureTree Tree(string cgroup) =>
        FixtureTree.With("sys/fs/cgroup/cgroup.controllers", "cpu\n").Add("proc/42/cgroup", cgroup);

    private static string Find(FixtureTree tree, bool systemd) => new CgroupLocator(tree.Paths, new CgroupTree(tree.Paths))
        .Find(FakeFacts.Of(new FakeContainer { Id = Id, Name = "c", Pid = 42 }), systemd);
}
