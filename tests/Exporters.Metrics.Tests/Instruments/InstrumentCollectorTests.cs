using System.Buffers;
using System.Text;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Running;
using Exporters.Testing.Exposition;

namespace Exporters.Metrics.Tests.Instruments;

/// <summary>What prometheus-net counts, on a page with what collectors sample.</summary>
[TestFixture]
public sealed class InstrumentCollectorTests
{
    private static readonly Family Requests = Family.Counter("stub_requests_total", "Requests, by \"code\".", "code");
    private static readonly Family Open = Family.Gauge("stub_open", "Whether it is open.");
    private static readonly Family Seconds = Family.Histogram("stub_seconds", "Seconds.", "path");
    private static readonly double[] Bounds = [0.05, 1, 10];

    [Test]
    public async Task Text_and_OpenMetrics_are_written_as_client_golang_writes_them()
    {
        var registry = new InstrumentRegistry();
        registry.Counter(Requests).WithLabels("200").Inc(3);
        registry.Gauge(Open).Set(1);
        var seconds = registry.Histogram(Seconds, Bounds);
        seconds.WithLabels("/a").Observe(0.5);
        seconds.WithLabels("/b").Observe(20);

        Assert.That(await PageAsync(registry, ExpositionFormat.Text), Does.EndWith(
            """
            # HELP stub_open Whether it is open.
            # TYPE stub_open gauge
            stub_open 1
            # HELP stub_requests_total Requests, by "code".
            # TYPE stub_requests_total counter
            stub_requests_total{code="200"} 3
            # HELP stub_sampled From a test.
            # TYPE stub_sampled gauge
            stub_sampled 1
            # HELP stub_seconds Seconds.
            # TYPE stub_seconds histogram
            stub_seconds_bucket{path="/a",le="0.05"} 0
            stub_seconds_bucket{path="/a",le="1"} 1
            stub_seconds_bucket{path="/a",le="10"} 1
            stub_seconds_bucket{path="/a",le="+Inf"} 1
            stub_seconds_sum{path="/a"} 0.5
            stub_seconds_count{path="/a"} 1
            stub_seconds_bucket{path="/b",le="0.05"} 0
            stub_seconds_bucket{path="/b",le="1"} 0
            stub_seconds_bucket{path="/b",le="10"} 0
            stub_seconds_bucket{path="/b",le="+Inf"} 1
            stub_seconds_sum{path="/b"} 20
            stub_seconds_count{path="/b"} 1

            """));
        var openMetrics = await PageAsync(registry, ExpositionFormat.OpenMetrics);
        Assert.That(openMetrics, Does.Contain(
            """
            # HELP stub_requests Requests, by \"code\".
            # TYPE stub_requests counter
            stub_requests_total{code="200"} 3
            """));
        Assert.That(openMetrics, Does.Contain("stub_seconds_bucket{path=\"/a\",le=\"1.0\"} 1\n").And.Contain("le=\"0.05\"").And.Contain("le=\"10.0\""));
        Assert.That(openMetrics.Split("# EOF"), Has.Length.EqualTo(2));
        Assert.That(openMetrics, Does.Not.Contain("_created").And.Not.Contain(" # {"));
    }

    [Test]
    public async Task The_page_with_both_parts_reads_back_in_both_formats()
    {
        var registry = new InstrumentRegistry();
        registry.Counter(Requests).WithLabels("a\\b\"c\nd# HELP x").Inc();
        registry.Histogram(Seconds, Bounds).WithLabels("/ä\u2028\n").Observe(1e9);
        registry.Gauge(Open).Set(double.NegativeInfinity);

        foreach (var format in new[] { ExpositionFormat.Text, ExpositionFormat.OpenMetrics })
        {
            var isOpenMetrics = format == ExpositionFormat.OpenMetrics;
            var page = ExpositionParser.Parse(await PageAsync(registry, format), isOpenMetrics);

            var sample = page[isOpenMetrics ? "stub_requests" : "stub_requests_total"].Samples.Single();
            Assert.That((sample.Labels["code"], sample.Value), Is.EqualTo(("a\\b\"c\nd# HELP x", 1.0)));
            Assert.That(page["stub_open"].Samples.Single().Value, Is.EqualTo(double.NegativeInfinity));
            Assert.That(page["stub_seconds"].Samples.Single(s => s.Name == "stub_seconds_sum").Value, Is.EqualTo(1e9));
            Assert.That(page["stub_seconds"].Samples[0].Labels["path"], Is.EqualTo("/ä\u2028\n"));
            Assert.That(page["stub_sampled"].Samples.Single().Value, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task An_instrument_with_labels_has_no_family_until_it_counts()
    {
        var registry = new InstrumentRegistry();
        registry.Counter(Requests);
        registry.Gauge(Open);

        var page = ExpositionParser.Parse(await PageAsync(registry, ExpositionFormat.Text));

        Assert.That(page, Does.Not.ContainKey("stub_requests_total").And.ContainKey("stub_open"));
        Assert.That(registry.Families, Is.EquivalentTo(new[] { Requests, Open }));
    }

    [Test]
    public async Task None_of_the_packages_own_metrics_are_on_the_page()
    {
        var registry = new InstrumentRegistry();
        registry.Gauge(Open).Set(1);

        var page = ExpositionParser.Parse(await PageAsync(registry, ExpositionFormat.Text));

        Assert.That(page.Keys, Has.None.StartsWith("dotnet_").And.None.StartsWith("process_").And.None.StartsWith("prometheus_net_").And.None.StartsWith("system_"));
    }

    [Test]
    public async Task An_instrument_of_a_collector_is_selected_with_it_and_one_of_the_process_always_there()
    {
        var registry = new InstrumentRegistry();
        registry.Gauge(Open, "sampled").Set(1);
        registry.Counter(Requests).WithLabels("200").Inc();

        Assert.That(await FamiliesAsync("sampled", null), Is.EqualTo((true, true)));
        Assert.That(await FamiliesAsync("other", null), Is.EqualTo((false, true)));
        Assert.That(await FamiliesAsync(null, "sampled"), Is.EqualTo((false, true)));
        Assert.That(await FamiliesAsync(null, "other"), Is.EqualTo((true, true)));

        async Task<(bool OfCollector, bool OfProcess)> FamiliesAsync(string? collect, string? exclude)
        {
            string[] collected = collect is null ? [] : [collect];
            string[] excluded = exclude is null ? [] : [exclude];
            var selection = CollectorSelection.Parse(collected, excluded, new HashSet<string> { "sampled", "other" }, new HashSet<string>(), out _)!;
            var page = ExpositionParser.Parse(await PageAsync(registry, ExpositionFormat.Text, selection));
            return (page.ContainsKey("stub_open"), page.ContainsKey("stub_requests_total"));
        }
    }

    [Test]
    public async Task Without_metrics_about_the_process_those_of_collectors_stay()
    {
        var registry = new InstrumentRegistry();
        registry.Gauge(Open, "sampled").Set(1);
        registry.Counter(Requests).WithLabels("200").Inc();

        var page = ExpositionParser.Parse(await PageAsync(registry, ExpositionFormat.Text, showsProcess: false));

        Assert.That(page, Does.ContainKey("stub_open").And.Not.ContainKey("stub_requests_total"));
    }

    [Test]
    public async Task The_series_of_instruments_are_counted_like_those_of_a_collector()
    {
        var registry = new InstrumentRegistry();
        registry.Gauge(Open).Set(1);
        registry.Histogram(Seconds, Bounds).WithLabels("/a").Observe(1);

        var page = ExpositionParser.Parse(await PageAsync(registry, ExpositionFormat.Text));

        Assert.That(page["exporters_series"].Samples.Single(s => s.Labels["collector"] == "instruments").Value, Is.EqualTo(7));
    }

    [Test]
    public void A_second_instrument_of_a_name_and_one_of_another_type_than_its_family_are_refused()
    {
        var registry = new InstrumentRegistry();
        registry.Gauge(Open);

        Assert.That(() => registry.Gauge(Family.Gauge("stub_open", "Again.")), Throws.ArgumentException);
        Assert.That(() => registry.Counter(Seconds), Throws.ArgumentException);
    }

    [TestCase(0.00001, 1)]
    [TestCase(1, 1_000_000)]
    public void Bounds_that_the_package_spells_otherwise_than_the_peers_are_refused(double first, double last) =>
        Assert.That(() => new InstrumentRegistry().Histogram(Seconds, [first, last]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static async Task<string> PageAsync(
        InstrumentRegistry registry, ExpositionFormat format, CollectorSelection? selection = null, bool showsProcess = true)
    {
        using var instruments = new InstrumentCollector(registry, showsProcess);
        var sampled = new StubFamily();
        var runner = new CollectorRunner([sampled, instruments], TimeProvider.System, outcome => Assert.Fail(outcome.Message));
        using var scrape = await runner.ScrapeAsync(selection ?? CollectorSelection.All, TimeSpan.FromSeconds(30), default);
        var output = new ArrayBufferWriter<byte>();
        scrape.Page.Write(output, format);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private sealed class StubFamily : ICollector
    {
        private static readonly Family Sampled = Family.Gauge("stub_sampled", "From a test.");

        public string Name => "sampled";

        public IReadOnlyList<Family> Families => [Sampled];

        public void Collect(FamilyWriter writer) => writer.Write(Sampled, 1);
    }
}
