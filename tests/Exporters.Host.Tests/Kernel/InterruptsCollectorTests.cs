using Exporters.Host;
using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class InterruptsCollectorTests
{
    private const string Text =
        "           CPU0       CPU2\n" +
        "  0:         18          0   IO-APIC   2-edge      timer\n" +
        "NMI:         47       5031   Non-maskable interrupts\n" +
        "IPI0:12         3  Rescheduling   interrupts\n" +
        "ERR:          0\n";

    [Test]
    public void Counts_bear_the_number_of_their_cpu_and_what_the_interrupt_is()
    {
        using var machine = FixtureTree.With("proc/interrupts", Text);
        Assert.That(Page.Samples(Make.Collector("interrupts", machine.Paths)), Is.EqualTo(new[]
        {
            """node_interrupts_total{type="0",info="IO-APIC",devices="2-edge timer",cpu="0"} 18""",
            """node_interrupts_total{type="0",info="IO-APIC",devices="2-edge timer",cpu="2"} 0""",
            """node_interrupts_total{type="NMI",info="Non-maskable interrupts",devices="",cpu="0"} 47""",
            """node_interrupts_total{type="NMI",info="Non-maskable interrupts",devices="",cpu="2"} 5031""",
            """node_interrupts_total{type="IPI0",info="Rescheduling interrupts",devices="",cpu="0"} 12""",
            """node_interrupts_total{type="IPI0",info="Rescheduling interrupts",devices="",cpu="2"} 3""",
        }));
    }

    [TestCase("collector.interrupts.name-include=^NMI;", 2)]
    [TestCase("collector.interrupts.name-exclude=timer$", 4)]
    [TestCase("collector.interrupts.include-zeros=false", 5)]
    public void Filters_choose_by_type_info_and_devices(string flag, int samples)
    {
        using var machine = FixtureTree.With("proc/interrupts", Text);
        Assert.That(Page.Samples(Make.Collector("interrupts", machine.Paths, flag)), Has.Length.EqualTo(samples));
    }

    [Test]
    public void A_new_interrupt_among_the_others_is_noticed()
    {
        using var machine = FixtureTree.With("proc/interrupts", Text);
        var interrupts = Make.Collector("interrupts", machine.Paths);
        Page.Of(interrupts);
        machine.Add("proc/interrupts", Text.Replace("NMI:", "  1:          1          2   IO-APIC   1-edge      i8042\nNMI:", StringComparison.Ordinal));
        Assert.That(Page.Samples(interrupts), Has.Length.EqualTo(8).And.Some.Contains("""devices="1-edge i8042",cpu="2"} 2"""));
    }
}
