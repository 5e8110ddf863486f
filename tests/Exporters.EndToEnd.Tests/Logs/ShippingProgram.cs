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
    private readonly bool _obeysModes;
    private RunningProgram? _program;

    private ShippingProgram(Sink sink, string sources, string? hidden, string batch, bool obeysModes)
    {
        Sink = sink;
        _sources = sources;
        _hidden = hidden;
        _batch = batch;
        _obeysModes = obeysModes;
    }

    public Sink Sink { get; }

    public string Log => _program?.Error ?? "";

    /// <summary>Starts both.</summary>
    /// <param name="sources">One entry of <c>logs.sources</c>.</param>
    /// <param name="hidden">A directory that the program does not see the contents of; null for none.</param>
    /// <param name="batch">The value of <c>logs.batch</c>.</param>
    /// <param name="obeysModes">Whether it may read no more than the modes of files say, also when root runs it.</param>
    public static async Task<ShippingProgram> StartAsync(string sources, string? hidden = null, string batch = "{ flush_interval: 100ms }", bool obeysModes = false)
    {
        var shipping = new ShippingProgram(await Sink.StartAsync(new SinkOptions { Keep = true }), sources, hidden, batch, obeysModes);
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
        _program = _hidden is not null ? RunningProgram.StartWithout(_hidden, arguments)
            : _obeysModes ? RunningProgram.StartObeyingModes(arguments)
            : RunningProgram.Start(arguments);
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

    /// <summary>Waits until a series has a value, or is not there when that is null.</summary>
    public async Task UntilValueAsync(string family, double? wanted, params (string Label, string Value)[] labels)
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
                return;
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
