using Exporters.Configuration;
using Exporters.Logs.Records;
using Exporters.Logs.Steps;
using Exporters.Testing;

namespace Exporters.Logs.Tests.Steps;

public sealed class EntryStepsTests
{
    private readonly DerivedMetrics _metrics = new();

    [TestCase("{ below: warn }", 9, "x", "filtered")]
    [TestCase("{ below: warn }", 13, "x", null)]
    [TestCase("{ below: warn }", 0, "x", null)]
    [TestCase("{ levels: [debug, info] }", 10, "x", "filtered")]
    [TestCase("{ pattern: 'GET /health' }", 9, "GET /healthz", "filtered")]
    [TestCase("{ pattern: 'GET /health', levels: [error] }", 9, "GET /healthz", null)]
    [TestCase("{ pattern: '^kube', attribute: agent }", 9, "x", "filtered")]
    public void Drop_leaves_out_that_for_which_everything_holds(string drop, int severity, string body, string? reason)
    {
        var entry = Entry(body, severity);
        entry.Attributes.Add(new("agent", "kube-probe/1.30"));

        Assert.That(Steps($"steps: [ drop: {drop} ]")!.Apply(entry, 1), Is.EqualTo(reason));
    }

    [Test]
    public void Sampling_keeps_its_ratio_says_it_and_decides_alike_on_a_replay()
    {
        var steps = Steps("steps: [ sample: { debug: 0.1, info: 0.5 } ]")!;
        bool Kept(ulong identity, int severity)
        {
            var entry = Entry("x", severity);
            var kept = steps.Apply(entry, identity) is null;
            Assert.That(entry.Attributes, kept && severity < 13 ? Has.Count.EqualTo(1) : Is.Empty);
            return kept;
        }

        var identities = Enumerable.Range(0, 10000).Select(i => (ulong)i * 4096).ToArray();
        var first = identities.Select(i => Kept(i, 5)).ToArray();
        Assert.That(first.Count(kept => kept), Is.InRange(900, 1100));
        Assert.That(identities.Select(i => Kept(i, 5)), Is.EqualTo(first));
        Assert.That(identities.Count(i => Kept(i, 9)), Is.InRange(4800, 5200));
        Assert.That(identities.Count(i => Kept(i, 17)), Is.EqualTo(10000));
    }

    [TestCase("Authorization: Bearer abcDEF123._~+/=", "Authorization: Bearer [redacted]")]
    [TestCase("the bearer of news", "the bearer of news")]
    [TestCase("postgres://ann:s3cret@db/shop", "postgres://ann:[redacted]@db/shop")]
    [TestCase("https://shop.example:8080/a@b", "https://shop.example:8080/a@b")]
    [TestCase("card 4111 1111 1111 1111 ok", "card [redacted] ok")]
    [TestCase("card 4111-1111-1111-1112 no", "card 4111-1111-1111-1112 no")]
    [TestCase("order 1234567890123", "order 1234567890123")]
    [TestCase("from ann.b+c@shop.example.", "from [redacted].")]
    [TestCase("user=ann@shop.example", "user=[redacted]")]
    [TestCase("@home and a@b", "@home and a@b")]
    [TestCase("nothing", "nothing")]
    public void Shipped_redactions_find_secrets_and_leave_the_rest(string text, string expected)
    {
        var entry = Entry(text, 9);
        entry.Attributes.Add(new("a", text));
        entry.Attributes.Add(new("n", 4111111111111111L));

        Assert.That(Steps("steps: [ redact ]")!.Apply(entry, 1), Is.Null);
        Assert.That(entry.Body, Is.EqualTo(expected));
        Assert.That(entry.Attributes[0].Value, Is.EqualTo(expected));
    }

    [Test]
    public void Own_patterns_redact_their_group_or_all_of_the_match()
    {
        var entry = Entry("pin=1234 and tan 99", 9);
        Steps("steps: [ redact: { builtin: [], patterns: ['pin=(\\d+)', 'tan \\d+'], replacement: '***' } ]")!.Apply(entry, 1);

        Assert.That(entry.Body, Is.EqualTo("pin=*** and ***"));
    }

    [Test]
    public void A_rate_limit_lets_a_burst_through_and_then_the_rate()
    {
        var time = new SteppedTime();
        var steps = Steps("steps: [ rate_limit: { per_second: 10, burst: 20 } ]", time)!;
        int Passed() => Enumerable.Range(0, 100).Count(i => steps.Apply(Entry("x", 9), (ulong)i) is null);

        Assert.That(Passed(), Is.EqualTo(20));
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Passed(), Is.EqualTo(10));
    }

    [Test]
    public void Metrics_are_derived_in_the_order_written()
    {
        var steps = Steps("""
            steps:
              - metrics:
                  - { name: lines_total, labels: { level: level } }
              - drop: { below: error }
              - metrics:
                  - { name: errors_total, when: { body: timeout }, labels: { type: error.type }, max_series: 1 }
                  - { name: queue_length, type: gauge, value: queue, help: Jobs that wait. }
                  - { name: request_duration_seconds, type: histogram, value: took, buckets: [0.1, 1] }
            """)!;
        foreach (var (body, severity, took) in new[] { ("a", 9, "0.1"), ("timeout", 17, "0.1"), ("timeout", 17, "0.5"), ("b", 17, "none") })
        {
            var entry = Entry(body, severity);
            entry.Attributes.AddRange([new("error.type", $"E{took}"), new("queue", 7L), new("took", took)]);
            steps.Apply(entry, 1);
        }

        Assert.That(Page.Samples(_metrics), Is.EquivalentTo(new[]
        {
            "lines_total{source=\"app\",level=\"info\"} 1",
            "lines_total{source=\"app\",level=\"error\"} 3",
            "errors_total{source=\"app\",type=\"E0.1\"} 1",
            "errors_total{source=\"app\",type=\"_other\"} 1",
            "queue_length{source=\"app\"} 7",
            "request_duration_seconds_bucket{source=\"app\",le=\"0.1\"} 1",
            "request_duration_seconds_bucket{source=\"app\",le=\"1\"} 2",
            "request_duration_seconds_bucket{source=\"app\",le=\"+Inf\"} 2",
            "request_duration_seconds_sum{source=\"app\"} 0.6",
            "request_duration_seconds_count{source=\"app\"} 2",
        }));
    }

    [TestCase("steps: [ drop: {} ]", "drops everything")]
    [TestCase("steps: [ drop: { below: loud } ]", "must be one of trace, debug")]
    [TestCase("steps: [ sample: { info: 2 } ]", "must be a number from 0 to 1")]
    [TestCase("steps: [ rate_limit: { burst: 2 } ]", "needs per_second")]
    [TestCase("steps: [ { drop: { below: warn }, redact: {} } ]", "must be one step")]
    [TestCase("steps: [ shuffle: {} ]", "unknown key")]
    [TestCase("steps: [ metrics: [ { name: node_load1 } ] ]", "must not begin with node_")]
    [TestCase("steps: [ metrics: [ { name: a, type: gauge } ] ]", "needs value")]
    [TestCase("steps: [ metrics: [ { name: a, labels: { le: b } } ] ]", "neither le nor source")]
    [TestCase("steps: [ metrics: [ { name: a, type: histogram, value: b, buckets: [2, 1] } ] ]", "must rise")]
    public void What_is_wrong_is_said_with_its_place(string yaml, string problem)
    {
        var report = new ConfigReport();
        StepsConfig.Read(Yaml.Key(yaml, "steps", report), report);

        Assert.That(report.Problems.Select(p => p.ToString()), Has.Some.Contains(problem));
    }

    [Test]
    public void Two_sources_cannot_mean_two_metrics_by_one_name()
    {
        Steps("steps: [ metrics: [ { name: twice } ] ]");

        Assert.That(
            () => Steps("steps: [ metrics: [ { name: twice, labels: { a: b } } ] ]"),
            Throws.ArgumentException.With.Message.Contains("twice"));
    }

    private static LogEntry Entry(string body, int severity) => new() { Body = body, Severity = (byte)severity, TimestampTicks = 1 };

    private IEntrySteps? Steps(string yaml, TimeProvider? time = null)
    {
        var report = new ConfigReport();
        var config = StepsConfig.Read(Yaml.Key(yaml, "steps", report), report);
        Assert.That(report.Problems, Is.Empty);
        return EntrySteps.Create(config, "app", time ?? TimeProvider.System, _metrics);
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span) => _timestamp += span.Ticks;

        public override long GetTimestamp() => _timestamp;
    }
}
