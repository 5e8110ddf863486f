using System.Globalization;
using System.Text.RegularExpressions;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What a person sees of a run that has an end.</summary>
internal sealed class TerminalTests
{
    private const int Lines = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _root = "";

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("terminal-").FullName;
        File.WriteAllLines(Path.Combine(_root, "app.log"), Enumerable.Range(0, Lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"INFO a line id={i}")));
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public async Task At_a_terminal_the_progress_and_the_receiver_s_words_are_shown(bool stdin)
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = "cycle:403" });
        var log = Path.Combine(_root, "app.log");
        await using var terminal = stdin
            ? Terminal.Start($"logs --config.file={Configure(sink.Url)} --stdin --service shop", log)
            : Terminal.Start($"logs --config.file={Configure(sink.Url)} --service shop --file {log}");
        await UntilAsync(() => Regex.IsMatch(terminal.Shown, @"\d{3,} lines, 0\.0 MB/s, \d{3,} pending, 0\.[1-9] MB to go\e\[K\r"), terminal);
        await UntilAsync(() => terminal.Shown.Contains("HTTP 403: scripted answer 403: entry refused", StringComparison.Ordinal), terminal);
        sink.Follow("");
        Assert.That(await terminal.ExitAsync(Patience), Is.Zero, terminal.Shown);
        Assert.That(sink.Ids!.Totals, Is.EqualTo((Lines, 0, 0, 0)));

        // The account takes the place of the progress.
        Assert.That(terminal.Shown, Does.EndWith($"\e[Kshop: {Lines} lines read, {Lines} delivered, 0 pending, 0 rejected, 0 dropped\r\n"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Nothing_of_it_goes_where_nobody_watches(bool stdin)
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = "cycle:503" });
        var log = Path.Combine(_root, "app.log");
        await using var program = stdin
            ? RunningProgram.StartFed("logs", $"--config.file={Configure(sink.Url)}", "--stdin", "--service", "shop", "--timeout=3s")
            : RunningProgram.Start("logs", $"--config.file={Configure(sink.Url)}", "--service", "shop", "--file", log, "--timeout=3s");
        if (stdin)
        {
            await program.Input.WriteAsync(await File.ReadAllBytesAsync(log));
            program.Input.Close();
        }

        Assert.That(await program.ExitAsync(), Is.EqualTo(1), program.Error);
        Assert.That(program.Error, Does.Not.Contain("MB/s").And.Not.Contain("\e").And.Not.Contain("\r"));
        Assert.That(program.Error, Does.Contain("HTTP 503: scripted answer 503").And.Contain("lines are not acknowledged for 3s: "));
    }

    private static async Task UntilAsync(Func<bool> condition, Terminal terminal)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !condition();)
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), () => terminal.Shown);
            await Task.Delay(50);
        }
    }

    private string Configure(string url)
    {
        var path = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(path, $$"""
            logs:
              state_dir: {{_root}}/state
              otlp: { endpoint: "{{url}}/v1/logs", retry: { first_wait: 10ms, longest_wait: 10ms, breaker_trial: 10ms } }
              batch: { flush_interval: 50ms }
            """);
        return path;
    }
}
