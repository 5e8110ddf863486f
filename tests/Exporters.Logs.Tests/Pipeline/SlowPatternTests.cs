using Exporters.Configuration;
using Exporters.Configuration.Patterns;
using Exporters.Docker.Feed;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Tailing;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>An expression of the operator and lines of a stranger for which it takes for ever.</summary>
[CancelAfter(120_000)]
internal sealed class SlowPatternTests
{
    private const string Slow = @"^(?!#)(?<message>(\w+\s?)+)$";
    private static readonly string Hostile = new string('a', 45) + "!";

    private string _root = "";

    [SetUp]
    public void MakeDirectory() => _root = Directory.CreateTempSubdirectory("slow").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Its_lines_go_out_as_they_are_and_the_others_go_on(CancellationToken cancellation)
    {
        Write("hostile.log", [.. Enumerable.Repeat(Hostile, 100), "well read"]);
        Write("other.log", [.. Enumerable.Range(0, 2000).Select(i => $"line {i}")]);

        var (sent, sources, patterns) = await RunAsync(
            cancellation,
            $"- {{ type: file, name: hostile, include: ['{_root}/hostile.log'], format: {{ regex: '{Slow}' }} }}",
            $"- {{ type: file, name: other, include: ['{_root}/other.log'] }}");

        Assert.That(sent.Count(body => body == Hostile), Is.EqualTo(100), "nothing is lost");
        Assert.That(sent, Does.Contain("well read"));
        Assert.That(sent.IndexOf("line 1999"), Is.LessThan(sent.LastIndexOf(Hostile)), "the other source has its turn long before the slow one is through");
        Assert.That(sources[0].Snapshot(), Is.EqualTo((101L, 101L, 0L, 0L, 0L)));
        Assert.That(patterns.Single().Timeouts, Is.EqualTo(100));
        Assert.That(patterns.Single().Place, Is.EqualTo("logs.sources[0].format.regex"));
    }

    [TestCase("steps: [ redact: { builtin: [], patterns: ['(?!#)(a+)+$'] } ]", "[redacted]", TestName = "A_text_that_could_not_be_searched_for_secrets_is_not_sent")]
    [TestCase("steps: [ drop: { pattern: '^(?!#)(a+)+$' } ]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", TestName = "A_record_is_not_dropped_for_a_pattern_without_result")]
    [TestCase("multiline: { start: '^(?!#)(a+)+$' }", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", TestName = "A_line_is_not_joined_for_a_pattern_without_result")]
    public async Task Every_place_of_a_pattern_has_a_limit(string key, string body)
    {
        Write("hostile.log", [Hostile, Hostile]);

        var (sent, _, patterns) = await RunAsync(default, $"- {{ type: file, include: ['{_root}/hostile.log'], {key} }}");

        Assert.That(sent, Is.EqualTo(new[] { body, body }));
        Assert.That(patterns.Single().Timeouts, Is.Positive);
    }

    private void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(_root, name), lines);

    private async Task<(List<string> Sent, List<SourceLedger> Sources, IReadOnlyList<Pattern> Patterns)> RunAsync(CancellationToken cancellation, params string[] sources)
    {
        var report = new ConfigReport();
        var yaml = $"logs:\n  state_dir: {_root}/state\n  batch: {{ max_records: 100 }}\n  sources:\n" + string.Concat(sources.Select(source => $"    {source}\n"));
        var config = LogsConfigReader.Read(Yaml.Key(yaml, "logs", report), report);
        Assert.That(report.Problems, Is.Empty);
        var time = TimeProvider.System;
        var receiver = new RecordingSender();
        using var daemons = new DockerFeeds(time);
        await using var pipeline = new LogPipeline(
            config, CheckpointStore.Open(config.StateDirectory, time, NullLogger.Instance), receiver,
            PipelineSources.Create(config, daemons, time, NullLoggerFactory.Instance, new DerivedMetrics()), time, NullLoggerFactory.Instance);
        Assert.That(await pipeline.RunAsync(untilRead: true, cancellation, cancellation), Is.True);
        return (receiver.Bodies, [.. pipeline.Sources.Select(s => s.Setup.Ledger)], report.Patterns);
    }
}
