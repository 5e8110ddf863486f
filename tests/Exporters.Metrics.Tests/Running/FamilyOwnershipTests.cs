using System.Buffers;
using System.Text;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Running;
using Exporters.Testing.Exposition;

namespace Exporters.Metrics.Tests.Running;

/// <summary>What the page shows when two collectors publish one name.</summary>
[TestFixture]
public sealed class FamilyOwnershipTests
{
    private static readonly Family Load = Family.Gauge("node_load1", "From the kernel.");
    private static readonly Family ForeignLoad = Family.From("/text/a.prom", MetricType.Gauge, "node_load1", "From a script.");

    [Test]
    public async Task A_family_of_a_script_never_replaces_that_of_a_collector_whatever_else_is_on_the_page()
    {
        for (var others = 0; others < 40; others++)
        {
            var extra = Enumerable.Range(0, others).Select(i => StubCollector.Good($"other{i}"));
            var scrape = await ScrapeAsync(new CollectorRunner(
                [new Foreign("a_script", (ForeignLoad, 99)), Own("loadavg", (Load, 0.5)), .. extra], TimeProvider.System, _ => { }));

            Assert.That(scrape.Families["node_load1"].Samples.Single().Value, Is.EqualTo(0.5), $"{others} further collectors");
        }
    }

    [Test]
    public async Task What_is_left_out_is_named_with_its_file_and_told_to_its_collector_in_the_same_scrape()
    {
        var foreign = new Foreign("textfile", (ForeignLoad, 99), (Family.From("/text/a.prom", MetricType.Gauge, "jobs", "Jobs."), 3));
        var scrape = await ScrapeAsync(new CollectorRunner([Own("loadavg", (Load, 0.5)), foreign], TimeProvider.System, _ => { }));

        Assert.That(scrape.Conflicts, Is.EqualTo(
            ["/text/a.prom: node_load1 is left out: the name belongs to the collector loadavg; give the metric another name"]));
        Assert.That(scrape.Families["foreign_error"].Samples.Single().Value, Is.EqualTo(1));
        Assert.That(scrape.Families["jobs"].Samples.Single().Value, Is.EqualTo(3));
        Assert.That(scrape.Families["exporters_series"].Samples.Single(s => s.Labels["collector"] == "textfile").Value, Is.EqualTo(2));
    }

    [Test]
    public async Task A_name_stays_its_collectors_while_that_collector_fails_or_is_not_asked()
    {
        var fails = false;
        var own = new StubCollector("x", (writer, family) =>
        {
            if (fails)
            {
                throw new FormatException("line 3");
            }

            writer.Write(family, 1);
        });
        var foreign = new Foreign("textfile", (Family.From("/text/a.prom", MetricType.Gauge, "stub_x", "From a script."), 99));
        var runner = new CollectorRunner([own, foreign], TimeProvider.System, _ => { });
        await ScrapeAsync(runner);

        fails = true;
        Assert.That((await ScrapeAsync(runner)).Families, Does.Not.ContainKey("stub_x"));
        Assert.That((await ScrapeAsync(runner, "textfile")).Families, Does.Not.ContainKey("stub_x"));
    }

    [Test]
    public async Task A_collector_that_fails_from_the_start_keeps_its_declared_names()
    {
        var own = new StubCollector("x", (_, _) => throw new FormatException("line 3"));
        var foreign = new Foreign("textfile", (Family.From("/text/a.prom", MetricType.Gauge, "stub_x", "From a script."), 99));

        Assert.That((await ScrapeAsync(new CollectorRunner([own, foreign], TimeProvider.System, _ => { }))).Families, Does.Not.ContainKey("stub_x"));
    }

    [Test]
    public async Task A_script_may_publish_what_this_machine_does_not_have()
    {
        var own = new StubCollector("x", (_, _) => throw new CollectorUnavailableException(UnavailableReason.Absent, "no such hardware"));
        var foreign = new Foreign("textfile", (Family.From("/text/a.prom", MetricType.Gauge, "stub_x", "From a script."), 99));
        var scrape = await ScrapeAsync(new CollectorRunner([own, foreign], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families["stub_x"].Samples.Single().Value, Is.EqualTo(99));
        Assert.That(scrape.Conflicts, Is.Empty);
        Assert.That(scrape.Families["foreign_error"].Samples.Single().Value, Is.Zero);
    }

    [Test]
    public async Task Names_of_the_scrape_itself_cannot_be_taken()
    {
        var foreign = new Foreign(
            "textfile",
            (Family.From("/text/a.prom", MetricType.Gauge, "node_scrape_collector_success", "From a script."), 99),
            (Family.From("/text/a.prom", MetricType.Gauge, "exporters_source_unreadable", "From a script."), 99));
        var scrape = await ScrapeAsync(new CollectorRunner([foreign], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families["node_scrape_collector_success"].Samples.Single().Value, Is.EqualTo(1));
        Assert.That(scrape.Families, Does.Not.ContainKey("exporters_source_unreadable"));
        Assert.That(scrape.Conflicts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_histogram_of_a_script_may_not_bring_a_sample_name_that_is_a_collectors()
    {
        var own = Own("x", (Family.Gauge("work_count", "From the kernel."), 1));
        var foreign = new Foreign("textfile", (Family.From("/text/a.prom", MetricType.Summary, "work", "From a script."), 99));
        var scrape = await ScrapeAsync(new CollectorRunner([own, foreign], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families.Keys, Does.Contain("work_count").And.Not.Contain("work"));
        Assert.That(scrape.Conflicts.Single(), Does.Contain("work").And.Contain("collector x"));
    }

    [Test]
    public async Task Equal_series_of_two_collectors_are_named_with_both_and_the_first_by_name_stays()
    {
        var shared = Family.Gauge("shared", "Both have it.", "source");
        var scrape = await ScrapeAsync(new CollectorRunner(
            [Labelled("b", shared, "same", 2), Labelled("a", shared, "same", 1)], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families["shared"].Samples.Single().Value, Is.EqualTo(1));
        Assert.That(scrape.Conflicts, Is.EqualTo(["shared{source=\"same\"}: the collectors a and b both publish this series; that of a stays"]));
    }

    [Test]
    public async Task A_series_that_one_collector_writes_twice_is_named()
    {
        var shared = Family.Gauge("shared", "Twice.", "source");
        var scrape = await ScrapeAsync(new CollectorRunner(
            [new StubCollector("a", (writer, _) => { writer.Write(shared, 1, "same"); writer.Write(shared, 2, "same"); })], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families["shared"].Samples.Single().Value, Is.EqualTo(1));
        Assert.That(scrape.Conflicts, Is.EqualTo(["shared{source=\"same\"}: the collector a wrote this series more than once; the first stays"]));
    }

    [Test]
    public async Task Two_collectors_with_different_series_of_one_family_do_not_contradict_each_other()
    {
        var shared = Family.Gauge("shared", "Both have it.", "source");
        var scrape = await ScrapeAsync(new CollectorRunner(
            [Labelled("b", shared, "b", 2), Labelled("a", shared, "a", 1)], TimeProvider.System, _ => { }));

        Assert.That(scrape.Families["shared"].Samples.Select(s => s.Value), Is.EqualTo([1.0, 2.0]));
        Assert.That(scrape.Conflicts, Is.Empty);
    }

    private static StubCollector Own(string name, params (Family Family, double Value)[] samples) => new(name, (writer, _) =>
    {
        foreach (var (family, value) in samples)
        {
            writer.Write(family, value);
        }
    });

    private static StubCollector Labelled(string name, Family family, string label, double value) =>
        new(name, (writer, _) => writer.Write(family, value, label));

    private static async Task<(IReadOnlyDictionary<string, ParsedFamily> Families, IReadOnlyList<string> Conflicts)> ScrapeAsync(
        CollectorRunner runner, params string[] collectors)
    {
        var selection = CollectorSelection.Parse(collectors, [], runner.Names, runner.Names, out _)!;
        using var scrape = await runner.ScrapeAsync(selection, TimeSpan.FromSeconds(5), CancellationToken.None);
        var output = new ArrayBufferWriter<byte>();
        scrape.Page.Write(output, ExpositionFormat.Text);
        return (ExpositionParser.Parse(Encoding.UTF8.GetString(output.WrittenSpan)), [.. scrape.Page.Conflicts]);
    }

    private sealed class Foreign(string name, params (Family Family, double Value)[] samples) : IForeignCollector
    {
        private static readonly Family Error = Family.Gauge("foreign_error", "1 if a family was left out.");

        public string Name => name;

        public IReadOnlyList<Family> Families => [Error];

        public void Collect(FamilyWriter writer)
        {
            writer.Write(Error, 0);
            foreach (var (family, value) in samples)
            {
                writer.Write(family, value);
            }
        }

        public void OnFamiliesRefused(FamilyWriter writer) => writer.Replace(Error, 1);
    }
}
