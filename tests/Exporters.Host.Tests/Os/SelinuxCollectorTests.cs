using Exporters.Testing;

namespace Exporters.Host.Tests.Os;

public sealed class SelinuxCollectorTests
{
    [TestCase("SELINUX=enforcing\n", 1)]
    [TestCase("# SELINUX=enforcing\nSELINUX=permissive\nSELINUXTYPE=targeted\n", 0)]
    [TestCase("SELINUX=disabled\n", -1)]
    [TestCase("", -1)]
    public void Modes_are_told_where_it_is_on(string config, int mode)
    {
        using var machine = FixtureTree.With("sys/fs/selinux/enforce", "1").Add("root/etc/selinux/config", config)
            .Add("proc/self/attr/current", "system_u:system_r:init_t:s0\0");
        Assert.That(Page.Samples(Make.Collector("selinux", machine.Paths)), Is.EqualTo(new[]
        {
            $"node_selinux_config_mode {mode}", "node_selinux_current_mode 1", "node_selinux_enabled 1",
        }));
    }

    [Test]
    public void Without_a_policy_it_is_off()
    {
        using var machine = FixtureTree.With("sys/fs/selinux/enforce", "0").Add("proc/self/attr/current", "kernel\0");
        Assert.That(Page.Samples(Make.Collector("selinux", machine.Paths)), Is.EqualTo(new[] { "node_selinux_enabled 0" }));
    }
}
