using System.Globalization;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>
/// Numbered lines of twenty files that are rotated in every style, to a receiver that answers in every way, while the process is
/// killed again and again. The short form runs with every test run;
/// <c>KILL_LINES=1000000 KILL_TIMES=50 dotnet test tests/Exporters.EndToEnd.Tests --filter FullyQualifiedName~KillTests</c> is the full one.
/// </summary>
internal sealed class KillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KillPlan _plan = KillPlan.FromEnvironment();
    private string _root = "";

    [SetUp]
    public void MakeDirectory() => _root = Directory.CreateTempSubdirectory("kill").FullName;

    [TearDown]
    public void RemoveDirectory()
    {
        if (TestContext.CurrentContext.Result.FailCount == 0 || Environment.GetEnvironmentVariable("KILL_KEEP") is null)
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    [Test]
    public async Task No_line_is_lost_repeats_are_identical_and_the_ledger_closes()
    {
        TestContext.Out.WriteLine($"SEED={_plan.Seed} KILL_LINES={_plan.Lines} KILL_TIMES={_plan.Kills} {_root}");
        var random = new Random(_plan.Seed);
        var timeline = new Timeline();
        var book = new LineBook(_plan, timeline);
        await using var sink = await Sink.StartAsync(new SinkOptions
        {
            Asked = book.Note,
            MaxBytes = KillPlan.MaxRequestBytes,
            Poison = "POISON",
            Script = $"mix:{_plan.Seed}:200=700,204=150,260=6,400=15,413=15,429;1=6,503=40,hang=4,reset=20,lost=10,partial=8",
        });
        var config = Configure(sink.Url);
        var checkpoints = new Checkpoints(Path.Combine(_root, "state"), Path.Combine(_root, "look"));
        var logs = Enumerable.Range(0, KillPlan.Files).Select(i => new NumberedLog(i, _root, _plan, book, timeline)).ToList();
        var allowance = new StrongBox();
        using var stopWriting = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(logs, book, checkpoints, allowance, stopWriting.Token));
        var worst = 0;
        try
        {
            for (var kill = 0; kill < _plan.Kills; kill++)
            {
                allowance.Lines = (int)((long)_plan.Lines * (kill + 1) / (_plan.Kills + 1));
                var (duplicates, lost) = (book.Duplicates, book.LostAnswers);
                await RunAndKillAsync(config, sink, book, logs, random, allowance.Lines);
                timeline.Note(null, "killed");
                book.BeginLife();
                var repeated = book.Duplicates - duplicates - (KillPlan.BatchRecords * (book.LostAnswers - lost));
                worst = Math.Max(worst, repeated);
            }

            allowance.Lines = _plan.Lines;
            await using var last = RunningProgram.Start("logs", $"--config.file={config}", $"--log.level={(_plan.Timeline is null ? "info" : "debug")}");
            await book.UntilAsync(() => book.Known == _plan.Lines || writing.IsFaulted, Patience, () => Progress(book, logs, last.Error));
            await writing;
            await last.SignalAsync("TERM");
            Assert.That(await last.ExitAsync(), Is.Zero, last.Error);
            if (_plan.Timeline is { } directory)
            {
                await File.AppendAllTextAsync(Path.Combine(directory, "log"), last.Error);
            }

            Judge(book, checkpoints, sink, logs, worst, last.Error);
        }
        finally
        {
            await stopWriting.CancelAsync();
            if (_plan.Timeline is { } directory)
            {
                File.WriteAllLines(Path.Combine(directory, "timeline"), timeline.All());
            }
            else if (book.Known < _plan.Lines)
            {
                TestContext.Out.WriteLine(timeline.Of(logs.FindIndex(log => book.KnownOf(logs.IndexOf(log)) < log.Written)));
            }

            await Task.WhenAny(writing);
            logs.ForEach(log => log.Dispose());
        }
    }

    private static async Task WriteAsync(List<NumberedLog> logs, LineBook book, Checkpoints checkpoints, StrongBox allowance, CancellationToken stop)
    {
        // What is written is held back a little, so that rotations happen while lines are on their way rather than before.
        const int Backlog = 30_000;
        var random = new Random(logs.Count);
        while (!stop.IsCancellationRequested && !logs.TrueForAll(log => log.IsDone))
        {
            var written = logs.Sum(log => log.Written);
            if (written >= allowance.Lines || written - book.Known > Backlog)
            {
                await Task.WhenAny(Task.Delay(5, stop));
                foreach (var log in logs)
                {
                    log.Step(0, checkpoints);
                }

                continue;
            }

            logs[random.Next(logs.Count)].Step(random.Next(1, 120), checkpoints);
        }
    }

    /// <summary>Kills after a random while, or when a random part of what is there has come.</summary>
    private async Task RunAndKillAsync(string config, Sink sink, LineBook book, List<NumberedLog> logs, Random random, int upTo)
    {
        await using var program = RunningProgram.Start("logs", $"--config.file={config}", $"--log.level={(_plan.Timeline is null ? "info" : "debug")}");
        if (random.Next(3) == 0)
        {
            await Task.Delay(random.Next(1500));
        }
        else
        {
            var from = book.Known;
            var target = from + (int)((upTo - from) * random.NextDouble());
            await book.UntilAsync(() => book.Known >= target, Patience, () => Progress(book, logs, program.Error));
        }

        await program.SignalAsync("KILL");
        await program.ExitAsync();
        if (_plan.Timeline is { } directory)
        {
            await File.AppendAllTextAsync(Path.Combine(directory, "log"), program.Error);
        }

        await book.UntilAsync(() => sink.Busy == 0, Patience, () => "a request of the killed process is still there");
        await Task.Delay(random.Next(100));
    }

    private string Configure(string url)
    {
        var path = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(path, $$"""
            logs:
              state_dir: {{_root}}/state
              poll_interval: 20ms
              discovery_interval: 200ms
              rotate_wait: 500ms
              otlp:
                endpoint: "{{url}}/otlp/v1/logs"
                timeout: 1s
                retry: { first_wait: 10ms, longest_wait: 100ms, breaker_failures: 5, breaker_trial: 200ms }
              batch: { max_records: {{KillPlan.BatchRecords}}, flush_interval: 200ms }
              sources:
                - { type: file, service: plain, include: ["{{_root}}/plain/*.log"] }
                - { type: file, service: all, include: ["{{_root}}/all/*.log*"] }
                - { type: file, service: numbered, include: ["{{_root}}/numbered/app*.log"] }
                - { type: file, service: links, include: ["{{_root}}/links/*.log"] }
                - { type: file, service: directories, include: ["{{_root}}/directories/*/app.log"] }
            """);
        return path;
    }

    private string Progress(LineBook book, List<NumberedLog> logs, string error)
    {
        var behind = new List<string>();
        for (var i = 0; i < logs.Count; i++)
        {
            var first = i * _plan.LinesPerFile;
            var missing = Enumerable.Range(first, logs[i].Written).Where(id => !book.IsKnown(id)).ToList();
            if (missing.Count > 0)
            {
                behind.Add($"file {i}: {logs[i].Written} written, {missing.Count} did not come, {missing[0]} to {missing[^1]}");
            }
        }

        return $"SEED={_plan.Seed}: {logs.Sum(log => log.Written)} lines written, {book.Known} came; {string.Join("; ", behind)}\n{error}";
    }

    private void Judge(LineBook book, Checkpoints checkpoints, Sink sink, List<NumberedLog> logs, int worst, string error)
    {
        var totals = checkpoints.Read().Sources;
        var delivered = totals.Values.Sum(t => t.Delivered);
        var rejected = totals.Values.SelectMany(t => t.Rejected).GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var refused = book.Refused.ToHashSet();
        TestContext.Out.WriteLine($"taken {book.Taken}, repeated {book.Duplicates} (at most {worst} by one kill, {book.LostAnswers} lost answers), changed {book.Changed.Count}, late {book.Late.Count}");
        TestContext.Out.WriteLine($"late by file: {string.Join(", ", book.Late.GroupBy(l => l.Id / _plan.LinesPerFile).Select(g => $"{g.Key}: {g.Count()} from {g.First()}"))}");
        TestContext.Out.WriteLine($"ledger: delivered {delivered}, {string.Join(", ", rejected.Select(r => $"{r.Key} {r.Value}"))}");
        TestContext.Out.WriteLine($"answers: {string.Join(", ", sink.Answers.OrderBy(a => a.Key).Select(a => $"{a.Key} {a.Value}"))}");
        TestContext.Out.WriteLine($"rotations: {string.Join(", ", logs.SelectMany(l => l.Rotations).GroupBy(r => r.Key).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Sum(r => r.Value)}"))}");
        TestContext.Out.WriteLine(error);
        Assert.Multiple(() =>
        {
            Assert.That(book.Missing.Take(20), Is.Empty, "lost");
            Assert.That(book.Changed.Take(20), Is.Empty, "not the same when repeated");
            Assert.That(book.Disordered.Take(20), Is.Empty, "after a later line of the same file");
            Assert.That(book.Duplicates, Is.LessThanOrEqualTo(KillPlan.BatchRecords * (_plan.Kills + book.LostAnswers)), "repeated");
            Assert.That(delivered + rejected.Values.Sum() + totals.Values.Sum(t => t.Dropped.Values.Sum()), Is.EqualTo(_plan.Lines), "the ledger's sum");
            Assert.That(delivered, Is.LessThanOrEqualTo(book.Taken));
            Assert.That(rejected.Values.Sum(), Is.LessThanOrEqualTo(refused.Count));
            Assert.That(Enumerable.Range(0, _plan.Lines).Where(id => (KillPlan.IsPoison(id) || KillPlan.IsGiant(id)) && !refused.Contains(id)), Is.Empty, "taken although nobody would");
        });
    }

    private sealed class StrongBox
    {
        private int _lines;

        public int Lines
        {
            get => Volatile.Read(ref _lines);
            set => Volatile.Write(ref _lines, value);
        }
    }
}
