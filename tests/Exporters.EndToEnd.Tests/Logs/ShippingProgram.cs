using System.Globalization;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;
using Exporters.Testing.Exposition;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary><c>exporters serve</c> with log sources and nothing else, and the receiver that it sends to.</summary>
internal sealed class ShippingProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shipping-");
    private readonly HttpClient _http = new();
    private readonly string _sources;
    private readonly string? _hidden;
    private readonly string _batch;
    private RunningProgram? _program;

    private ShippingProgram(Sink sink, string sources, string? hidden, string batch)
    {
        Sink = sink;
        _sources = sources;
        _hidden = hidden;
        _batch = batch;
    }

    public Sink Sink { get; }

    public string Log => _program?.Error ?? "";

    /// <summary>Starts both.</summary>
    /// <param name="sources">One entry of <c>logs.sources</c>.</param>
    /// <param name="hidden">A directory that the program does not see the contents of; null for none.</param>
    /// <param name="batch">The value of <c>logs.batch</c>.</param>
    public static async Task<ShippingProgram> StartAsync(string sources, string? hidden = null, string batch = "{ flush_interval: 100ms }")
    {
        var shipping = new ShippingProgram(await Sink.StartAsync(new SinkOptions { Keep = true }), sources, hidden, batch);
        shipping.Start();
        return shipping;
    }

    public void Start()
    {
        var config = Path.Combine(_directory.FullName, "exporters.yaml");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            host: { enabled: false }
            systemd: { enabled: false }
            containers: { enabled: false }
            logs:
              state_dir: {{_directory.FullName}}/state
              otlp: { endpoint: "{{Sink.Url}}/otlp/v1/logs" }
              batch: {{_batch}}
              sources:
                - {{_sources}}
            """));
        string[] arguments = [$"--config.file={config}", "--web.listen-address=127.0.0.1:0"];
        _program = _hidden is null ? RunningProgram.Start(arguments) : RunningProgram.StartWithout(_hidden, arguments);
    }

    /// <summary>Ends it by a signal.</summary>
    public async Task EndAsync(string signal)
    {
        await _program!.SignalAsync(signal);
        await _program.ExitAsync();
        await _program.DisposeAsync();
    }

    /// <summary>Waits until the records are as wanted; fails with what came and what was logged.</summary>
    public async Task<IReadOnlyList<SinkRecord>> UntilAsync(Func<IReadOnlyList<SinkRecord>, bool> wanted)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var records = Sink.Records.ToList();
            if (wanted(records))
            {
                return records;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"came: {string.Join(" | ", records.Select(r => r.Body.Length > 80 ? $"{r.Body[..40]}…{r.Body[^40..]}" : r.Body))}\nlogged: {Log}");
            }

            await Task.Delay(50);
        }
    }

    public async Task<IReadOnlyDictionary<string, ParsedFamily>> ScrapeAsync() =>
        ExpositionParser.Parse(await _http.GetStringAsync(new Uri(await _program!.AddressAsync(), "/metrics")));

    /// <summary>The only value of a family, once it is as wanted.</summary>
    public async Task<double> UntilValueAsync(string family, double wanted, params (string Label, string Value)[] labels)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var page = await ScrapeAsync();
            var value = page.TryGetValue(family, out var found)
                ? found.Samples.FirstOrDefault(s => labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value))?.Value
                : null;
            if (value == wanted)
            {
                return wanted;
            }

            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Patience), $"{family} is {value} and should become {wanted}\n{Log}");
            await Task.Delay(50);
        }
    }

    public async Task<string> HealthAsync()
    {
        using var answer = await _http.GetAsync(new Uri(await _program!.AddressAsync(), "/health"));
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        await Sink.DisposeAsync();
        _http.Dispose();
        _directory.Delete(recursive: true);
    }
}
