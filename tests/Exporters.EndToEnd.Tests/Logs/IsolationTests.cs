using System.Net;
using System.Security.Cryptography.X509Certificates;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;
using Exporters.Testing;
using Exporters.Testing.Exposition;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What the log module does to the rest of the process when it stalls or dies: nothing, and the rest says so.</summary>
internal sealed class IsolationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] HostFamilies =
        ["node_cpu_seconds_total", "node_memory_MemTotal_bytes", "node_load1", "node_network_receive_bytes_total", "node_uname_info", "node_boot_time_seconds"];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private string _root = "";

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("isolation-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [OneTimeTearDown]
    public void Dispose() => _http.Dispose();

    [Test]
    public async Task A_receiver_that_never_answers_leaves_the_page_alone_which_says_what_waits()
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Script = "cycle:hang" });
        File.WriteAllLines(Path.Combine(_root, "app.log"), Enumerable.Range(0, 20_000).Select(i => $"INFO a line id={i}"));
        await using var program = Start(Configure(sink.Url));
        var address = await program.AddressAsync();

        // Every batch that may wait is full: nothing more is read.
        IReadOnlyDictionary<string, ParsedFamily> page = null!;
        await UntilAsync(async () => Value(page = await ScrapeAsync(address), "exporters_logs_pending_lines") >= 300 && sink.Busy == 1, program);
        Assert.That(page.Keys, Is.SupersetOf(HostFamilies));
        Assert.That(Value(page, "exporters_logs_delivered_lines_total"), Is.Zero);
        Assert.That(Value(page, "exporters_logs_lag_bytes"), Is.GreaterThan(200_000));

        // The attempt's time is over: health says it, and is well, for the module is.
        await UntilAsync(async () => (await HealthAsync(address)).Text.Contains("no answer within 1 s", StringComparison.Ordinal), program);
        var (status, text) = await HealthAsync(address);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(text, Does.Contain("\"state\":\"degraded\"").And.Contain("does not take logs"));
        Assert.That((await ScrapeAsync(address)).Keys, Is.SupersetOf(HostFamilies));

        sink.Follow("");
        await UntilAsync(() => Task.FromResult(sink.Ids!.Totals.Distinct == 20_000), program);
        await UntilAsync(async () => Value(await ScrapeAsync(address), "exporters_logs_pending_lines") == 0, program);
    }

    [Test]
    public async Task A_module_that_cannot_run_leaves_the_page_alone_which_says_why_and_comes_back_by_itself()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.Issued(authority, "CN=receiver");
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id", Certificate = certificate });
        var ca = Path.Combine(_root, "ca.pem");
        File.WriteAllText(ca, "-----BEGIN CERTIFICATE-----\nhalf of one\n-----END CERTIFICATE-----\n");
        File.WriteAllText(Path.Combine(_root, "app.log"), "INFO a line id=1\n");
        var config = Configure(sink.Url, $"tls: {{ ca_file: {ca} }}");
        await using var program = Start(config);
        var address = await program.AddressAsync();
        await UntilAsync(async () => (await HealthAsync(address)).Status == HttpStatusCode.ServiceUnavailable, program);
        Assert.That((await HealthAsync(address)).Text, Does.Contain($"logs.otlp.tls.ca_file: {ca}: must be a file of PEM certificates"));
        var page = await ScrapeAsync(address);
        Assert.That(page.Keys, Is.SupersetOf(HostFamilies));
        Assert.That(Value(page, "exporters_source_unreadable", ("source", "logs"), ("reason", "configuration")), Is.EqualTo(1));
        Assert.That(Value(page, "node_scrape_collector_success", ("collector", "logs")), Is.Zero);
        Assert.That(Value(page, "node_scrape_collector_success", ("collector", "cpu")), Is.EqualTo(1));

        var (exitCode, _, error) = await RunningProgram.RunAsync("logs", $"--config.file={config}");
        Assert.That((exitCode, error.Trim().Split('\n').Length), Is.EqualTo((1, 1)), error);
        Assert.That(error, Does.StartWith("logs.otlp.tls.ca_file: "));

        File.WriteAllText(ca, authority.ExportCertificatePem());
        await UntilAsync(() => Task.FromResult(sink.Ids!.Totals.Distinct == 1), program);
        Assert.That((await HealthAsync(address)).Status, Is.EqualTo(HttpStatusCode.OK), program.Error);
    }

    [Test]
    public async Task A_state_directory_that_is_removed_is_made_anew_and_the_next_run_repeats_nothing()
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { IdKey = "id" });
        var log = Path.Combine(_root, "app.log");
        var config = Configure(sink.Url);
        File.WriteAllText(log, "INFO a line id=0\n");
        var written = 1;
        await using (var program = Start(config))
        {
            await UntilAsync(() => Task.FromResult(sink.Ids!.Totals.Distinct == 1), program);
            Directory.Delete(Path.Combine(_root, "state"), recursive: true);
            await UntilAsync(
                () =>
                {
                    // It is noticed with a batch, once a second.
                    if (sink.Ids!.Totals.Distinct == written)
                    {
                        File.AppendAllText(log, $"INFO a line id={written++}\n");
                    }

                    return Task.FromResult(program.Error.Contains("was removed while it was in use", StringComparison.Ordinal));
                },
                program);
            await UntilAsync(() => Task.FromResult(sink.Ids!.Totals.Distinct == written), program);
            await UntilAsync(async () => Value(await ScrapeAsync(await program.AddressAsync()), "exporters_logs_pending_lines") == 0, program);
            await program.SignalAsync("KILL");
            await program.ExitAsync();
        }

        File.AppendAllText(log, $"INFO a line id={written++}\n");
        await using var next = Start(config);
        await UntilAsync(() => Task.FromResult(sink.Ids!.Totals.Distinct == written), next);
        Assert.That(sink.Ids!.Totals, Is.EqualTo((written, 0, 0, 0)));
    }

    private static RunningProgram Start(string config) => RunningProgram.Start($"--config.file={config}", "--web.listen-address=127.0.0.1:0");

    private static async Task UntilAsync(Func<Task<bool>> condition, RunningProgram program)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await condition();)
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), () => program.Error);
            await Task.Delay(50);
        }
    }

    private static double? Value(IReadOnlyDictionary<string, ParsedFamily> page, string family, params (string Label, string Value)[] labels) =>
        page.TryGetValue(family, out var found) ? found.Samples.FirstOrDefault(s => labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value))?.Value : null;

    private async Task<IReadOnlyDictionary<string, ParsedFamily>> ScrapeAsync(Uri address) =>
        ExpositionParser.Parse(await _http.GetStringAsync(new Uri(address, "/metrics")));

    private async Task<(HttpStatusCode Status, string Text)> HealthAsync(Uri address)
    {
        using var answer = await _http.GetAsync(new Uri(address, "/health"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private string Configure(string url, string more = "")
    {
        var path = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(path, $$"""
            systemd: { enabled: false }
            containers: { enabled: false }
            logs:
              state_dir: {{_root}}/state
              poll_interval: 20ms
              otlp:
                endpoint: "{{url}}/v1/logs"
                timeout: 1s
                retry: { first_wait: 10ms, longest_wait: 100ms, breaker_failures: 1000 }
                {{more}}
              batch: { max_records: 100, flush_interval: 50ms }
              sources:
                - { type: file, name: app, service: app, include: ["{{_root}}/app.log"], multiline: off }
            """);
        return path;
    }
}
