using System.Globalization;
using System.Text;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;
using Exporters.Logs.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>SIGKILL in the middle of <c>app | exporters logs --stdin</c>, again and again under one name.</summary>
internal sealed class StandardInputKillTests
{
    private const int Kills = 4;
    private const int BatchRecords = 100;

    // Lines written and not arrived: that many lie in the spool.
    private const int Ahead = 3000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _root = "";

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("stdin-kill-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task What_was_in_the_spool_is_sent_by_the_next_run_under_that_name()
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = $"mix:{seed}:200=6,503=2,lost=1,429;0=1" });
        var mustCome = new HashSet<string>();
        var line = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var program = Start(sink);
            var before = sink.Ids!.Totals.Distinct;
            var enough = random.Next(200, 2000);
            using var stopped = new CancellationTokenSource();
            var first = line;
            var writing = WriteAsync(program, () => line++, () => line - first < sink.Ids.Totals.Distinct - before + Ahead, stopped.Token);
            await UntilAsync(() => sink.Ids.Totals.Distinct >= before + enough, program);
            await program.SignalAsync("KILL");
            await program.ExitAsync();
            await stopped.CancelAsync();
            await writing;
            mustCome.UnionWith(Spooled());
        }

        sink.Follow("");
        await using (var last = Start(sink))
        {
            last.Input.Close();
            Assert.That(await last.ExitAsync(), Is.Zero, last.Error);
        }

        var came = sink.Ids!.All();
        var (_, duplicates, differing, _) = sink.Ids.Totals;
        TestContext.Out.WriteLine($"{mustCome.Count} lines were in the spool when the process was killed, {came.Count} came, {duplicates} of them more than once");
        Assert.That(mustCome, Is.Not.Empty);
        Assert.That(mustCome.Except(came.Select(id => id.Id)), Is.Empty, "lines of the spool that were lost");
        Assert.That(differing, Is.Zero, "lines that came again with other bytes");
        Assert.That(Directory.Exists(Path.Combine(_root, "state", "stdin-shop", "spool")), Is.False, "nothing is left to send");
    }

    private static async Task WriteAsync(RunningProgram program, Func<int> next, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (!mayGoOn())
                {
                    await Task.Delay(5, cancellationToken);
                    continue;
                }

                lines.Clear();
                for (var i = 0; i < 50; i++)
                {
                    lines.Append(CultureInfo.InvariantCulture, $"INFO a line id={next():D7}\n");
                }

                await program.Input.WriteAsync(Encoding.ASCII.GetBytes(lines.ToString()), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    private static async Task UntilAsync(Func<bool> condition, RunningProgram program)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !condition();)
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), () => program.Error);
            await Task.Delay(5);
        }
    }

    /// <summary>The ids of the whole lines that lie in the spool of the killed process.</summary>
    private IEnumerable<string> Spooled()
    {
        var copy = Path.Combine(_root, "copy");
        Directory.CreateDirectory(copy);
        foreach (var path in Directory.GetFiles(Path.Combine(_root, "state", "stdin-shop", "spool")))
        {
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }

        var text = new StringBuilder();
        using (var spool = DiskSpool.Open(copy, new SpoolLimits(), settled: 0, NullLogger.Instance))
        {
            var cursor = new SpoolCursor(spool, 0);
            while (cursor.TryNext(out var record))
            {
                text.Append(Encoding.ASCII.GetString(record.Bytes));
            }
        }

        Directory.Delete(copy, recursive: true);
        var lines = text.ToString().Split('\n');
        return lines.Take(lines.Length - 1).Where(l => l.StartsWith("INFO a line id=", StringComparison.Ordinal)).Select(l => l[^7..]);
    }

    private RunningProgram Start(Sink sink)
    {
        var path = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            logs:
              state_dir: {{_root}}/state
              otlp: { endpoint: "{{sink.Url}}/v1/logs", retry: { first_wait: 5ms, longest_wait: 20ms, breaker_trial: 20ms } }
              batch: { max_records: {{BatchRecords}}, flush_interval: 20ms }
            """));
        return RunningProgram.StartFed("logs", $"--config.file={path}", "--stdin", "--service", "shop");
    }
}
