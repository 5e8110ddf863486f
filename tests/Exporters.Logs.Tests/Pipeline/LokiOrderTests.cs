using System.Globalization;
using Exporters.Configuration;
using Exporters.Docker.Feed;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Steps;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>
/// Several files of one service, which Loki sees as one stream: none of their lines comes too late, as long as each file is in order
/// by itself.
/// </summary>
[CancelAfter(300_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LokiOrderTests
{
    private static readonly DateTime Now = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private readonly LokiReceiver _receiver = new();
    private string _root = "";

    [SetUp]
    public void MakeDirectory() => _root = Directory.CreateTempSubdirectory("order-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_busy_file_beside_a_quiet_one()
    {
        Write("access.log", Span(20_000, 3, 0));
        Write("error.log", Span(30, 3, 0));

        await RunAsync();

        AssertAllTaken(20_030);
    }

    [Test]
    public async Task The_logs_of_a_container_before_and_after_its_restart()
    {
        Write("app/0.log", Span(3_000, 5, 2).Select(Cri));
        Write("app/1.log", Span(3_000, 2, 0).Select(Cri));

        await RunAsync("include: ['{0}/app/*.log'], format: cri");

        AssertAllTaken(6_000);
    }

    [Test]
    public async Task Four_files_of_several_days()
    {
        Write("a.log", Span(400, 144, 140));
        Write("b.log", Span(400, 72, 48));
        Write("c.log", Span(400, 29, 5));
        Write("d.log", Span(400, 5, 0));

        await RunAsync();

        AssertAllTaken(1_600);
    }

    [Test]
    public async Task Files_that_differ_in_more_than_labels_go_out_in_batches_of_their_own()
    {
        Write("x/app.log", Span(2_000, 30, 0));
        Write("y/app.log", Span(60, 30, 0));
        Write("z/app.log", Span(7, 29, 3));

        await RunAsync("include: ['{0}/*/app.log'], path_labels: '{0}/(?<shard>[a-z])/app.log'");

        AssertAllTaken(2_067);
    }

    [Test]
    public async Task A_label_of_one_s_own_makes_each_file_a_stream_that_waits_for_no_other()
    {
        Write("app.log", Span(2_000, 30, 0));
        Write("app.log.1", Span(500, 60, 31));
        Write("old.log", Span(60, 300, 200));

        await RunAsync("include: ['{0}/*.log*'], path_labels: '^(?<filename>.*[.]log)$'", labels: "[filename]");

        AssertAllTaken(2_560);
        Assert.That(_receiver.Taken.Select(record => record.Stream).Distinct(), Is.EquivalentTo(new[] { Stream("app.log"), Stream("old.log") }));

        string Stream(string name) => $"{{filename=\"{_root}/{name}\", instance=\"{Environment.MachineName}\", job=\"app\", service_name=\"app\"}}";
    }

    [Test]
    public async Task A_file_whose_last_line_has_no_end()
    {
        Write("a.log", Span(200, 9, 6));
        File.AppendAllText(Path.Combine(_root, "a.log"), Line(Now.AddHours(-6).AddMinutes(1), "the last"));
        Write("b.log", Span(2_000, 9, 0));

        await RunAsync();

        AssertAllTaken(2_201);
    }

    [Test]
    public async Task Lines_without_a_time_come_after_what_is_old()
    {
        Write("a.log", Span(500, 50, 40));
        Write("plain.log", Enumerable.Range(0, 500).Select(i => $"no time here {i}"));

        await RunAsync();

        AssertAllTaken(1_000);
    }

    [Test]
    public async Task Lines_far_behind_others_of_their_own_file_are_what_the_receiver_makes_of_them()
    {
        Write("a.log", [.. Span(100, 2, 0), .. Span(100, 9, 8)]);

        await RunAsync();

        Assert.That(_receiver.Refused, Has.Count.EqualTo(100), "no file is sorted");
    }

    [Test]
    public async Task An_empty_and_an_unreadable_file_hold_up_nobody()
    {
        Write("empty.log", []);
        Write("a.log", Span(100, 4, 0));
        File.CreateSymbolicLink(Path.Combine(_root, "broken.log"), "/nonexistent/broken.log");
        Directory.CreateDirectory(Path.Combine(_root, "directory.log"));

        await RunAsync();

        AssertAllTaken(100);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Random_files_and_kills(int seed) => await RandomAsync(seed);

    [Test, Explicit("many random histories: ORDER_RUNS says how many, SEED the first")]
    public async Task Many_runs()
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("SEED") ?? "1000", CultureInfo.InvariantCulture);
        var runs = int.Parse(Environment.GetEnvironmentVariable("ORDER_RUNS") ?? "100", CultureInfo.InvariantCulture);
        for (var seed = first; seed < first + runs; seed++)
        {
            await RandomAsync(seed);
            RemoveDirectory();
            MakeDirectory();
        }
    }

    /// <summary>Files with random spans, some of which begin with the same second; processes that die, with the receiver's answer or without.</summary>
    private async Task RandomAsync(int seed)
    {
        var random = new Random(seed);
        var receiver = new LokiReceiver();
        var total = 0;
        var isSharded = random.Next(3) == 0;
        for (var file = random.Next(2, 7); file > 0; file--)
        {
            var from = random.NextDouble() * 60;
            var lines = random.Next(10) switch { < 4 => random.Next(1, 20), < 8 => random.Next(100, 1_000), _ => random.Next(5_000, 20_000) };
            Write($"{(isSharded ? $"s{file % 3}/" : "")}f{file}.log", Span(lines, from, random.Next(3) == 0 ? 0 : from * random.NextDouble()));
            total += lines;
        }

        var source = isSharded ? "include: ['{0}/*/*.log'], path_labels: '{0}/(?<shard>[a-z0-9]+)/.*'" : "include: ['{0}/*.log']";
        for (var kill = random.Next(5); kill > 0; kill--)
        {
            try
            {
                await RunAsync(source, receiver, random.Next(1, 6), random.Next(2) == 0);
            }
            catch (InvalidOperationException)
            {
                // It died.
            }
        }

        await RunAsync(source, receiver);
        Assert.That(receiver.Refused, Is.Empty, $"SEED={seed}: {receiver.Refused.Count} of {total} refused");
        Assert.That(receiver.Taken, Has.Count.EqualTo(total), $"SEED={seed}");
    }

    private static IEnumerable<string> Span(int lines, double fromHours, double toHours)
    {
        for (var i = 0; i < lines; i++)
        {
            yield return Line(Now.AddHours(-fromHours + ((fromHours - toHours) * i / Math.Max(1, lines - 1))), i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string Line(DateTime time, string text) => string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffffff}Z INFO line {text} ");

    private static string Cri(string line) => $"{line[..28]} stdout F {line[29..]}";

    private void Write(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines.Select(line => line + name));
    }

    private void AssertAllTaken(int lines)
    {
        Assert.That(_receiver.Refused, Is.Empty);
        Assert.That(_receiver.Taken, Has.Count.EqualTo(lines));
    }

    private async Task RunAsync(string source = "include: ['{0}/*.log']", LokiReceiver? receiver = null, int? diesAfter = null, bool isTakenFirst = false, string labels = "[]")
    {
        var report = new ConfigReport();
        var yaml = $"logs:\n  state_dir: {_root}/state\n  unfinished_line_timeout: 1s\n  stream_labels: {labels}\n  sources:\n    - {{ type: file, service: app, {source.Replace("{0}", _root, StringComparison.Ordinal)} }}\n";
        var config = LogsConfigReader.Read(Yaml.Key(yaml, "logs", report), report);
        Assert.That(report.Problems, Is.Empty);
        (receiver ?? _receiver).Labels = config.Otlp.Labels;
        var time = TimeProvider.System;
        using var daemons = new DockerFeeds(time);
        await using var pipeline = new LogPipeline(
            config, CheckpointStore.Open(config.StateDirectory, time, NullLogger.Instance), (receiver ?? _receiver).Sender(diesAfter, isTakenFirst),
            PipelineSources.Create(config, daemons, time, NullLoggerFactory.Instance, new DerivedMetrics()), time, NullLoggerFactory.Instance);
        Assert.That(await pipeline.RunAsync(untilRead: true, default, default), Is.True);
    }
}
