using System.Text;
using System.Text.Json;
using Exporters.Logs.Runs;
using Exporters.Logs.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Runs;

/// <summary><c>exporters logs --print</c>: lines to standard output, no receiver, no state.</summary>
[TestFixture]
public sealed class PrintRunTests
{
    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("exporters-printed-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Standard_input_is_printed_with_time_level_source_and_body()
    {
        var (code, text) = await PrintAsync((run, _) => run.PrintStandardInputAsync("api", Input("2026-12-01T10:00:00Z ERROR hi\n"), CancellationToken.None));

        Assert.That(code, Is.Zero);
        Assert.That(text, Is.EqualTo("2026-12-01T10:00:00.000Z ERROR api: hi\n"));
    }

    [Test]
    public async Task Files_are_printed_with_their_attributes_on_demand()
    {
        var path = Path.Combine(_directory, "a.log");
        await File.WriteAllTextAsync(path, """{"time":"2026-12-01T10:00:00Z","level":"warn","msg":"disk low","free":3,"who":"a b"}""" + "\n");
        var (code, text) = await PrintAsync((run, _) => run.PrintFilesAsync([path], "api", CancellationToken.None), PrintFormat.Attributes);

        Assert.That(code, Is.Zero);
        Assert.That(text, Is.EqualTo($"2026-12-01T10:00:00.000Z WARN  api: disk low free=3 who=\"a b\" log.file.path={path}\n"));
    }

    [Test]
    public async Task Other_programs_get_OTLP_as_JSON_lines()
    {
        var (_, text) = await PrintAsync(
            (run, _) => run.PrintStandardInputAsync("api", Input("""{"time":"2026-12-01T10:00:00Z","level":"error","msg":"x","n":1,"f":1.5,"b":true}""" + "\n"), CancellationToken.None),
            PrintFormat.Json);
        using var document = JsonDocument.Parse(text);
        var logs = document.RootElement.GetProperty("resourceLogs")[0];
        var record = logs.GetProperty("scopeLogs")[0].GetProperty("logRecords")[0];

        Assert.That(text, Does.EndWith("}\n"));
        Assert.That(logs.GetProperty("resource").GetProperty("attributes").ToString(), Does.Contain("""{"key":"service.name","value":{"stringValue":"api"}}"""));
        Assert.That(record.GetProperty("timeUnixNano").GetString(), Is.EqualTo("1796119200000000000"));
        Assert.That(record.GetProperty("severityNumber").GetInt32(), Is.EqualTo(17));
        Assert.That(record.GetProperty("body").GetProperty("stringValue").GetString(), Is.EqualTo("x"));
        Assert.That(record.GetProperty("attributes").ToString(), Does.StartWith(
            """[{"key":"n","value":{"intValue":"1"}},{"key":"f","value":{"doubleValue":1.5}},{"key":"b","value":{"boolValue":true}}"""));
    }

    [Test]
    public async Task What_steers_a_terminal_is_shown_as_text()
    {
        var (_, text) = await PrintAsync((run, _) => run.PrintStandardInputAsync("a\u001bpi", Input("2026-12-01T10:00:00Z INFO \u001b]0;title\u0007 ok\n"), CancellationToken.None));

        Assert.That(text, Does.Not.Contain('\u001b').And.Not.Contain('\u0007').And.Contain("a\\x1bpi"));
    }

    [Test]
    public async Task Levels_have_colours_on_a_terminal()
    {
        var (_, text) = await PrintAsync((run, _) => run.PrintStandardInputAsync("api", Input("2026-12-01T10:00:00Z ERROR hi\n"), CancellationToken.None), colours: true);

        Assert.That(text, Does.Contain("\u001b[31mERROR\u001b[0m api: hi"));
    }

    [Test]
    public async Task A_reader_that_goes_away_ends_the_run()
    {
        var path = Path.Combine(_directory, "a.log");
        await File.WriteAllTextAsync(path, "one\ntwo\n");
        var run = new PrintRun(new LogsConfig(), PrintFormat.Text, colours: false, new ClosedPipe(), TextWriter.Null, TimeProvider.System, NullLoggerFactory.Instance);

        Assert.That(await run.PrintFilesAsync([path], null, CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task The_state_directory_of_a_service_is_not_touched()
    {
        var state = Path.Combine(_directory, "state");
        var path = Path.Combine(_directory, "a.log");
        await File.WriteAllTextAsync(path, "one\n");
        await PrintAsync((run, _) => run.PrintFilesAsync([path], null, CancellationToken.None), config: new LogsConfig { StateDirectory = state });

        Assert.That(Directory.Exists(state), Is.False);
    }

    [Test]
    public void Sources_are_named_as_configured_and_two_need_no_configuration()
    {
        var config = new LogsConfig { Sources = [new SourceConfig { Name = "nginx" }] };

        Assert.That(PrintRun.Problem(config, "nginx"), Is.Null);
        Assert.That(PrintRun.Problem(config, "docker"), Is.Null);
        Assert.That(PrintRun.Problem(config, "journald"), Is.Null);
        Assert.That(PrintRun.Problem(config, "ngin"), Is.EqualTo("no source \"ngin\"; did you mean nginx?"));
        Assert.That(PrintRun.Problem(new LogsConfig(), "something"), Is.EqualTo("no source \"something\"; known: docker, journald"));
    }

    private static async Task<(int Code, string Text)> PrintAsync(
        Func<PrintRun, LogsConfig, Task<int>> run, PrintFormat format = PrintFormat.Text, bool colours = false, LogsConfig? config = null)
    {
        using var output = new MemoryStream();
        config ??= new LogsConfig();
        var code = await run(new PrintRun(config, format, colours, output, TextWriter.Null, TimeProvider.System, NullLoggerFactory.Instance), config);
        return (code, Encoding.UTF8.GetString(output.ToArray()));
    }

    private static MemoryStream Input(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Standard output after <c>| head</c> has had enough.</summary>
    private sealed class ClosedPipe : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("Broken pipe"));
    }
}
