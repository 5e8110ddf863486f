using System.Globalization;
using System.Text;
using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class StatCollectorTests
{
    [Test]
    public void Softirqs_are_shown_by_vector_on_demand()
    {
        using var machine = FixtureTree.With("proc/stat", "ctxt 1\nsoftirq 55 1 2 3 4 5 6 7 8 9 10\n");
        Assert.That(Page.Samples(Make.Collector("stat", machine.Paths), "node_softirqs_total"), Is.Empty);
        Assert.That(Page.Samples(Make.Collector("stat", machine.Paths, "collector.stat.softirq"), "node_softirqs_total"), Is.EqualTo(new[]
        {
            """node_softirqs_total{vector="hi"} 1""", """node_softirqs_total{vector="timer"} 2""", """node_softirqs_total{vector="net_tx"} 3""",
            """node_softirqs_total{vector="net_rx"} 4""", """node_softirqs_total{vector="block"} 5""",
            """node_softirqs_total{vector="block_iopoll"} 6""", """node_softirqs_total{vector="tasklet"} 7""",
            """node_softirqs_total{vector="sched"} 8""", """node_softirqs_total{vector="hrtimer"} 9""", """node_softirqs_total{vector="rcu"} 10""",
        }));
    }

    [Test]
    public void A_line_of_ten_thousand_interrupts_is_read_to_its_total()
    {
        var text = new StringBuilder("intr 123");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(' ').Append(i.ToString(CultureInfo.InvariantCulture));
        }

        using var machine = FixtureTree.With("proc/stat", text.Append("\nctxt 5\n").ToString());
        Assert.That(Page.Samples(Make.Collector("stat", machine.Paths)), Is.EqualTo(new[] { "node_context_switches_total 5", "node_intr_total 123" }));
    }
}
