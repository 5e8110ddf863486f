using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

/// <summary>What holds for every host collector.</summary>
public sealed class HostCollectorTests
{
    /// <summary>These show the running machine whatever the paths say: system calls, clocks, our own process.</summary>
    private static readonly string[] NotFromFiles = ["filesystem", "hostaddress", "perf", "time", "timex", "uname"];

    public static IEnumerable<TestCaseData> Goldens =>
        from machine in FixtureTree.Machines
        from collector in HostCollectors.All
        where !NotFromFiles.Contains(collector.Name)
        select new TestCaseData(machine, collector.Name).SetArgDisplayNames(machine, collector.Name);

    [TestCaseSource(nameof(Goldens))]
    public void On_a_real_machine_it_writes_the_expected_page(string machine, string collector)
    {
        using var tree = FixtureTree.Machine(machine);
        Golden.Matches(Make.Collector(collector, tree.Paths), tree);
    }

    [Test]
    public void On_this_machine_it_writes_only_families_it_has_declared([ValueSource(nameof(Names))] string name)
    {
        var collector = Make.Collector(name, new HostPaths());
        var writer = new FamilyWriter();
        try
        {
            collector.Collect(writer);
        }
        catch (CollectorUnavailableException)
        {
            return;
        }

        Assert.That(Page.Families(writer), Is.SubsetOf(collector.Families));
    }

    [Test]
    public void On_an_empty_machine_it_fails_with_a_reason_or_writes_what_needs_no_file([ValueSource(nameof(Names))] string name)
    {
        using var empty = FixtureTree.Empty();
        var collector = Make.Collector(name, empty.Paths);
        try
        {
            collector.Collect(new FamilyWriter());
        }
        catch (Exception e)
        {
            Assert.That(e, Is.InstanceOf<CollectorUnavailableException>().Or.InstanceOf<ProcFileException>());
        }
    }

    [Test]
    public void The_list_is_in_the_order_of_the_names_and_each_bears_its_name()
    {
        Assert.That(Names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
        Assert.That(HostCollectors.All.Select(c => Make.Collector(c.Name, new HostPaths()).Name), Is.EqualTo(Names));
    }

    private static IEnumerable<string> Names => HostCollectors.All.Select(collector => collector.Name);
}
