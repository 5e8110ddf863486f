using System.Globalization;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>How the log module ends and what it needs of its state directory, from outside.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _root = "";

    [SetUp]
    public void MakeDirectory() => _root = Directory.CreateTempSubdirectory("shutdown").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_root, recursive: true);

    [TestCase("logs")]
    [TestCase("serve")]
    public async Task SIGTERM_sends_what_was_read_and_the_next_run_repeats_nothing(string command)
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id" });
        var config = Configure(sink.Url, flush: "5m");
        Write(1, 500);
        await using (var program = Start(command, config))
        {
            // What does not fill a batch waits for five minutes: only the end sends it.
            await UntilAsync(() => sink.Ids!.Totals.Distinct == 400, program);
            await program.SignalAsync("TERM");
            Assert.That(await program.ExitAsync(), Is.Zero, program.Error);
        }

        Assert.That(sink.Ids!.Totals, Is.EqualTo((500, 0, 0, 0)));
        Write(501, 10);
        await using var next = Start(command, Configure(sink.Url, flush: "50ms"));
        await UntilAsync(() => sink.Ids.Totals.Distinct == 510, next);
        await next.SignalAsync("TERM");
        await next.ExitAsync();
        Assert.That(sink.Ids.Totals, Is.EqualTo((510, 0, 0, 0)));
    }

    [TestCase("logs", 1)]
    [TestCase("serve", 0)]
    public async Task A_second_SIGTERM_ends_at_once_and_loses_nothing(string command, int exitCode)
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = "hang" });
        var config = Configure(sink.Url, flush: "50ms");
        Write(1, 3000);
        await using (var program = Start(command, config))
        {
            await UntilAsync(() => sink.Busy == 1, program);
            await program.SignalAsync("TERM");
            await program.SignalAsync("TERM");
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.That(await program.ExitAsync(), Is.EqualTo(exitCode), program.Error);
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), "the shutdown timeout is five minutes");
        }

        await using var next = Start(command, config);
        await UntilAsync(() => sink.Ids!.Totals.Distinct == 3000, next);
        Assert.That(sink.Ids!.Totals, Is.EqualTo((3000, 0, 0, 0)));
    }

    [Test]
    public async Task Without_acknowledgement_the_end_comes_with_the_deadline_and_exit_1()
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = "cycle:503" });
        Write(1, 10);
        await using (var program = Start("logs", Configure(sink.Url, flush: "50ms", deadline: "1s")))
        {
            await UntilAsync(() => sink.Requests > 0, program);
            await program.SignalAsync("TERM");
            Assert.That(await program.ExitAsync(), Is.EqualTo(1));
            Assert.That(program.Error, Does.Contain("app: 10 lines read, 0 delivered, 10 pending"));
        }

        sink.Follow("");
        await using var next = Start("logs", Configure(sink.Url, flush: "50ms"));
        await UntilAsync(() => sink.Ids!.Totals.Distinct == 10, next);
    }

    [Test]
    public async Task A_state_directory_that_cannot_be_written_is_one_clear_line_and_exit_1()
    {
        var state = Directory.CreateDirectory(Path.Combine(_root, "state")).FullName;
        var config = Configure("http://127.0.0.1:9", flush: "50ms");
        using var mount = SmallDisk.TryMount(state, "ro");
        if (mount is null)
        {
            File.SetUnixFileMode(state, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var (exitCode, output, error) = await RunningProgram.RunAsync("logs", $"--config.file={config}");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain($"{state}: cannot be written").And.Contain("logs.state_dir"));
    }

    [Test]
    public async Task A_full_disk_under_the_checkpoints_is_said_nothing_is_sent_meanwhile_and_all_arrives_once()
    {
        var state = Directory.CreateDirectory(Path.Combine(_root, "state")).FullName;
        using var mount = SmallDisk.TryMount(state, "size=512k");
        if (mount is null)
        {
            Assert.Ignore("a small disk can only be mounted as root");
        }

        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id" });
        Write(1, 100);
        await using var program = Start("logs", Configure(sink.Url, flush: "50ms"));
        await UntilAsync(() => sink.Ids!.Totals.Distinct == 100, program);
        Fill(Path.Combine(state, "filler"));
        var written = 100;
        await UntilAsync(
            () =>
            {
                // The last page of the journal may have room for a while.
                if (sink.Ids!.Totals.Distinct == written)
                {
                    Write(written + 1, 100);
                    written += 100;
                }

                return program.Error.Contains("Checkpoints cannot be written", StringComparison.Ordinal);
            },
            program);
        Write(written + 1, 1000);
        written += 1000;
        File.Delete(Path.Combine(state, "filler"));
        await UntilAsync(() => sink.Ids!.Totals.Distinct == written, program);
        Assert.That(program.Error, Does.Contain("No space left").And.Contain("Checkpoints can be written again"));
        await program.SignalAsync("TERM");
        Assert.That(await program.ExitAsync(), Is.Zero, program.Error);
        Assert.That(sink.Ids!.Totals, Is.EqualTo((written, 0, 0, 0)));
        Assert.That(program.Error, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"app: {written} lines read, {written} delivered, 0 pending")));
    }

    private static RunningProgram Start(string command, string config) =>
        command == "serve"
            ? RunningProgram.Start(command, $"--config.file={config}", "--web.listen-address=127.0.0.1:0", "--collector.disable-defaults")
            : RunningProgram.Start(command, $"--config.file={config}");

    private static async Task UntilAsync(Func<bool> condition, RunningProgram program)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !condition();)
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), () => program.Error);
            await Task.Delay(20);
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 64 * 1024; size > 0;)
        {
            try
            {
                file.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    private void Write(int first, int count) =>
        File.AppendAllText(Path.Combine(_root, "app.log"), string.Concat(Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"INFO a line id={i}\n"))));

    private string Configure(string url, string flush, string deadline = "5m")
    {
        var path = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(path, $$"""
            logs:
              state_dir: {{_root}}/state
              poll_interval: 20ms
              shutdown_timeout: {{deadline}}
              otlp:
                endpoint: "{{url}}/v1/logs"
                timeout: 10m
                retry: { first_wait: 10ms, longest_wait: 100ms, breaker_failures: 1000 }
              batch: { max_records: 400, flush_interval: {{flush}} }
              sources:
                - { type: file, name: app, service: app, include: ["{{_root}}/app.log"], multiline: off }
            """);
        return path;
    }
}
