using System.Buffers;
using System.Text;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Running;
using Exporters.Testing;
using Exporters.Testing.Exposition;

namespace Exporters.Metrics.Tests.Running;

[TestFixture]
public sealed class CollectorRunnerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly List<CollectorOutcome> _outcomes = [];

    [SetUp]
    public void SetUp() => _outcomes.Clear();

    [Test]
    public async Task Each_collector_has_its_success_duration_and_series()
    {
        var page = await ScrapeAsync(Runner(StubCollector.Good("a"), StubCollector.Good("b")));

        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("a", 1.0), ("b", 1.0) }));
        Assert.That(Values(page, "exporters_series"), Is.EqualTo(new[] { ("a", 1.0), ("b", 1.0) }));
        Assert.That(page["node_scrape_collector_duration_seconds"].Samples, Has.Count.EqualTo(2));
        Assert.That(page, Does.ContainKey("stub_a").And.ContainKey("stub_b"));
        Assert.That(_outcomes, Is.Empty);
    }

    [Test]
    public async Task A_collector_that_fails_halfway_costs_all_its_families_and_nobody_elses()
    {
        var half = new StubCollector("half", (writer, family) =>
        {
            writer.Write(family, 1);
            throw new InvalidOperationException("fell over");
        });

        var page = await ScrapeAsync(Runner(half, StubCollector.Good("good")));

        Assert.That(page, Does.Not.ContainKey("stub_half").And.ContainKey("stub_good"));
        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("good", 1.0), ("half", 0.0) }));
        Assert.That(page["exporters_source_unreadable"].Samples.Single().Labels["reason"], Is.EqualTo("bug"));
        Assert.That(_outcomes.Single().Fault, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task A_collector_that_says_that_it_is_absent_fails_without_an_exception_and_without_a_reason_on_the_page()
    {
        var page = await ScrapeAsync(Runner(new StubCollector("x", (writer, _) => writer.Absent("/sys/none: no such file"))));

        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("x", 0.0) }));
        Assert.That(page, Does.Not.ContainKey("exporters_source_unreadable"));
        Assert.That(_outcomes.Single().Message, Is.EqualTo("/sys/none: no such file"));
    }

    [TestCase(UnavailableReason.Permission, "permission")]
    [TestCase(UnavailableReason.Configuration, "configuration")]
    [TestCase(UnavailableReason.Unreachable, "unreachable")]
    public async Task Why_a_source_cannot_be_read_stands_on_the_page(UnavailableReason reason, string label)
    {
        var page = await ScrapeAsync(Runner(new StubCollector("x", (_, _) => throw new CollectorUnavailableException(reason, "mend it so"))));

        Assert.That(page["exporters_source_unreadable"].Samples.Single().Labels["reason"], Is.EqualTo(label));
        Assert.That(_outcomes.Single().Message, Is.EqualTo("mend it so"));
    }

    [Test]
    public async Task What_this_machine_does_not_have_is_no_unreadable_source()
    {
        var page = await ScrapeAsync(Runner(new StubCollector("x", (_, _) => throw new CollectorUnavailableException(UnavailableReason.Absent, "no such thing"))));

        Assert.That(page, Does.Not.ContainKey("exporters_source_unreadable"));
        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("x", 0.0) }));
    }

    [Test]
    public async Task The_log_hears_of_a_change_and_not_of_every_scrape()
    {
        var broken = true;
        var runner = Runner(new StubCollector("x", (writer, family) =>
        {
            if (broken)
            {
                throw new FormatException("line 3");
            }

            writer.Write(family, 1);
        }));

        await ScrapeAsync(runner);
        await ScrapeAsync(runner);
        broken = false;
        await ScrapeAsync(runner);
        await ScrapeAsync(runner);

        Assert.That(_outcomes.Select(o => o.Reason), Is.EqualTo(new UnavailableReason?[] { UnavailableReason.Format, null }));
    }

    [Test]
    public async Task A_part_that_cannot_be_read_is_said_beside_the_rest_and_logged_once_though_its_text_changes()
    {
        var value = 0;
        var runner = Runner(new StubCollector("x", (writer, family) =>
        {
            writer.Unreadable(Problem("/proc/a", $"got \"{value++}\""));
            writer.Unreadable(Problem("/proc/a", "and more"));
            writer.Write(family, 1);
        }));

        await ScrapeAsync(runner);
        var page = await ScrapeAsync(runner);

        Assert.That(page, Does.ContainKey("stub_x"));
        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("x", 1.0) }));
        Assert.That(page["exporters_source_unreadable"].Samples.Single().Series, Is.EqualTo("exporters_source_unreadable{reason=\"format\",source=\"x\"}"));
        Assert.That(_outcomes.Select(o => (o.Success, o.Reason, o.Message)), Is.EqualTo(new[] { (true, (UnavailableReason?)UnavailableReason.Format, "got \"0\"; and 1 more") }));
    }

    [Test]
    public async Task A_further_file_that_cannot_be_read_is_logged_and_so_is_the_end_of_it()
    {
        string[] files = ["/proc/a"];
        var runner = Runner(new StubCollector("x", (writer, family) =>
        {
            foreach (var file in files)
            {
                writer.Unreadable(Problem(file, file));
            }

            writer.Write(family, 1);
        }));

        await ScrapeAsync(runner);
        files = ["/proc/a", "/proc/b"];
        await ScrapeAsync(runner);
        files = [];
        var page = await ScrapeAsync(runner);

        Assert.That(_outcomes.Select(o => o.Message), Is.EqualTo(new[] { "/proc/a", "/proc/a; /proc/b", "" }));
        Assert.That(page, Does.Not.ContainKey("exporters_source_unreadable"));
    }

    [Test]
    public async Task A_collector_of_which_nothing_can_be_read_has_failed()
    {
        var page = await ScrapeAsync(Runner(new StubCollector("x", (writer, _) => writer.Unreadable(Problem("/proc/a", "nothing")))));

        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("x", 0.0) }));
        Assert.That(page["exporters_source_unreadable"].Samples.Single().Labels["reason"], Is.EqualTo("format"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_collector_that_hangs_costs_only_its_own_families_and_is_not_waited_for_twice(CancellationToken cancellationToken)
    {
        using var release = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var entries = 0;
        var time = new ManualTimeProvider();
        var hanging = new StubCollector("hangs", (writer, family) =>
        {
            entered.Release();
            if (Interlocked.Increment(ref entries) == 1)
            {
                release.Wait(cancellationToken);
            }

            writer.Write(family, 1);
        });
        var runner = new CollectorRunner([hanging, .. Enumerable.Range(0, 20).Select(i => StubCollector.Good($"good{i}"))], time, _outcomes.Add);

        var first = ScrapeAsync(runner);
        await entered.WaitAsync(cancellationToken);
        while (!first.IsCompleted)
        {
            await Task.WhenAny(first, time.WaitForTimersAsync()).WaitAsync(cancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        var page = await first;
        Assert.That(page.Keys.Count(name => name.StartsWith("stub_good", StringComparison.Ordinal)), Is.EqualTo(20));
        Assert.That(page, Does.Not.ContainKey("stub_hangs"));
        Assert.That(_outcomes.Single().Reason, Is.EqualTo(UnavailableReason.Timeout));

        // The clock stands still from here on: were the stuck collector waited for again, this would not come back.
        page = await ScrapeAsync(runner).WaitAsync(cancellationToken);
        Assert.That(page, Does.Not.ContainKey("stub_hangs"));
        Assert.That(entries, Is.EqualTo(1));

        release.Set();
        while (!page.ContainsKey("stub_hangs"))
        {
            page = await ScrapeAsync(runner).WaitAsync(cancellationToken);
        }
    }

    [Test, CancelAfter(30_000)]
    public async Task Concurrent_scrapes_never_enter_a_collector_twice_and_all_get_its_families(CancellationToken cancellationToken)
    {
        var inside = 0;
        var overlapped = false;
        var collector = new StubCollector("x", (writer, family) =>
        {
            overlapped |= Interlocked.Increment(ref inside) > 1;
            Thread.Yield();
            writer.Write(family, 1);
            Interlocked.Decrement(ref inside);
        });
        var runner = Runner(collector, StubCollector.Good("y"));

        var pages = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => ScrapeAsync(runner), cancellationToken))).WaitAsync(cancellationToken);

        Assert.That(overlapped, Is.False);
        Assert.That(pages, Has.All.ContainKey("stub_x"));
    }

    [Test]
    public async Task Collectors_about_this_process_are_on_every_page_and_not_among_the_hosts()
    {
        var runner = Runner(new SelfStub(), StubCollector.Good("a"), StubCollector.Good("b"));
        var selection = CollectorSelection.Parse(["a"], [], runner.Names, runner.Names, out _)!;

        var page = await ScrapeAsync(runner, selection);

        Assert.That(page, Does.ContainKey("stub_self").And.ContainKey("stub_a").And.Not.ContainKey("stub_b"));
        Assert.That(Values(page, "node_scrape_collector_success"), Is.EqualTo(new[] { ("a", 1.0) }));
        Assert.That(runner.Names, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public void Two_collectors_of_one_name_are_a_fault_at_start() =>
        Assert.That(() => Runner(StubCollector.Good("a"), StubCollector.Good("a")), Throws.ArgumentException);

    private static FormatException Problem(string file, string message) => new(message) { Source = file };

    private CollectorRunner Runner(params ICollector[] collectors) => new(collectors, TimeProvider.System, _outcomes.Add);

    private static async Task<IReadOnlyDictionary<string, ParsedFamily>> ScrapeAsync(CollectorRunner runner, CollectorSelection? selection = null)
    {
        using var scrape = await runner.ScrapeAsync(selection ?? CollectorSelection.All, Deadline, CancellationToken.None);
        var output = new ArrayBufferWriter<byte>();
        scrape.Page.Write(output, ExpositionFormat.Text);
        return ExpositionParser.Parse(Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static IEnumerable<(string Collector, double Value)> Values(IReadOnlyDictionary<string, ParsedFamily> page, string family) =>
        page[family].Samples.Select(sample => (sample.Labels["collector"], sample.Value));

    private sealed class SelfStub : ISelfCollector
    {
        private static readonly Family Family = Family.Gauge("stub_self", "About this process.");

        public string Name => "self";

        public IReadOnlyList<Family> Families => [Family];

        public void Collect(FamilyWriter writer) => writer.Write(Family, 1);
    }
}
