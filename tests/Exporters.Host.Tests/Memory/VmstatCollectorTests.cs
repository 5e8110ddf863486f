using Exporters.Testing;

namespace Exporters.Host.Tests.Memory;

public sealed class VmstatCollectorTests
{
    [Test]
    public void Fields_choose_other_lines()
    {
        using var machine = FixtureTree.With("proc/vmstat", "nr_free_pages 1\npgfault 2\nnr_dirty 3\n");
        Assert.That(Page.Of(Make.Collector("vmstat", machine.Paths, "collector.vmstat.fields=^nr_")), Is.EqualTo(
            """
            # HELP node_vmstat_nr_dirty nr_dirty of /proc/vmstat.
            # TYPE node_vmstat_nr_dirty untyped
            node_vmstat_nr_dirty 3
            # HELP node_vmstat_nr_free_pages nr_free_pages of /proc/vmstat.
            # TYPE node_vmstat_nr_free_pages untyped
            node_vmstat_nr_free_pages 1

            """));
    }

    [Test]
    public void Lines_in_another_order_keep_their_values()
    {
        using var machine = FixtureTree.With("proc/vmstat", "pgpgin 1\npgfault 2\npswpin 3\n");
        var vmstat = Make.Collector("vmstat", machine.Paths);
        Page.Of(vmstat);
        machine.Add("proc/vmstat", "pswpin 30\npgfault 20\npgpgin 10\nnr_new 5\n");
        Assert.That(Page.Samples(vmstat), Is.EqualTo(new[] { "node_vmstat_pgfault 20", "node_vmstat_pgpgin 10", "node_vmstat_pswpin 30" }));
    }
}
