using Exporters.Metrics;

namespace Exporters.Host.Tests;

public sealed class KernelFamiliesTests
{
    private static KernelFamilies Make() => new(Family.Counter, "node_x_", "_total", "Statistic {0}.", () => "node_x_known_total"u8, "device");

    [Test]
    public void A_family_is_made_once_and_has_the_word_of_the_kernel_in_its_name_and_help()
    {
        var families = Make();
        var family = families.Get("some-word"u8);

        Assert.That(family!.Name, Is.EqualTo("node_x_some_word_total"));
        Assert.That(family.Help, Is.EqualTo("Statistic some-word."));
        Assert.That(family.Type, Is.EqualTo(MetricType.Counter));
        Assert.That(families.Get("some-word"u8), Is.SameAs(family));
        Assert.That(families.Get("some.word"u8), Is.SameAs(family));
        Assert.That(families.Get(""u8), Is.Null);
    }

    [Test]
    public void Those_known_beforehand_and_those_met_are_listed_once()
    {
        var families = Make();
        var known = families.Get("known"u8);
        var other = families.Get("other"u8);

        Assert.That(families.Known, Is.EquivalentTo(new[] { known, other }));
    }

    [Test]
    public void Words_without_end_do_not_fill_the_memory()
    {
        var families = Make();
        var made = Enumerable.Range(0, 5000).Count(i => families.Get(System.Text.Encoding.ASCII.GetBytes($"w{i}")) is not null);

        Assert.That(made, Is.EqualTo(4096));
    }
}
