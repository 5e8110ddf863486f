using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class SysctlCollectorTests
{
    private const string Include = "collector.sysctl.include=";

    [TestCase("vm.swappiness", "60\n", "node_sysctl_vm_swappiness 60")]
    [TestCase("fs.file-nr", "3\t0\t9\n", """node_sysctl_fs_file_nr{index="0"} 3""", """node_sysctl_fs_file_nr{index="1"} 0""", """node_sysctl_fs_file_nr{index="2"} 9""")]
    [TestCase("fs.file-nr:total,current,max", "3\t0\t9\n", "node_sysctl_fs_file_nr_current 0", "node_sysctl_fs_file_nr_max 9", "node_sysctl_fs_file_nr_total 3")]
    public void Numbers_are_shown_alone_by_their_place_or_by_their_name(string include, string text, params string[] samples)
    {
        using var machine = FixtureTree.With($"proc/sys/{include.Split(':')[0].Replace('.', '/')}", text);
        Assert.That(Page.Samples(Make.Collector("sysctl", machine.Paths, Include + include)), Is.EqualTo(samples));
    }

    [Test]
    public void Words_are_labels()
    {
        using var machine = FixtureTree.With("proc/sys/kernel/seccomp/actions_avail", "kill_process trap\n");
        Assert.That(Page.Samples(Make.Collector("sysctl", machine.Paths, "collector.sysctl.include-info=kernel.seccomp.actions_avail")), Is.EqualTo(new[]
        {
            """node_sysctl_info{name="kernel.seccomp.actions_avail",value="kill_process",index="0"} 1""",
            """node_sysctl_info{name="kernel.seccomp.actions_avail",value="trap",index="1"} 1""",
        }));
    }

    [Test]
    public void A_setting_with_another_number_of_values_than_names_is_reported()
    {
        using var machine = FixtureTree.With("proc/sys/fs/file-nr", "3 0 9\n");
        Assert.That(Page.Unreadable(Make.Collector("sysctl", machine.Paths, Include + "fs.file-nr:a,b")), Has.One.Contains("expected 2 numbers"));
    }

    [Test]
    public void A_setting_that_is_not_there_is_named_and_nothing_named_is_nothing_shown()
    {
        using var machine = FixtureTree.Empty();
        Assert.That(() => Page.Of(Make.Collector("sysctl", machine.Paths, Include + "vm.none")), Throws.TypeOf<CollectorUnavailableException>().With.Message.Contains("vm.none"));
        Assert.That(Page.Of(Make.Collector("sysctl", machine.Paths)), Is.Empty);
    }
}
