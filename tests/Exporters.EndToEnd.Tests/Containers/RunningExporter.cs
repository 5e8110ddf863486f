using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporters.EndToEnd.Tests.Program;
using Exporters.Testing.Exposition;

namespace Exporters.EndToEnd.Tests.Containers;

/// <summary>The program as users start it, watching one daemon.</summary>
internal sealed class RunningExporter : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly string _page;
    private readonly string _config;

    public RunningExporter(string containers)
    {
        var port = FreePort();
        _page = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/metrics");
        _config = Path.GetTempFileName();
        File.WriteAllText(_config, $"host: {{ enabled: false }}\ncontainers:\n{containers}");
        _process = Process.Start(new ProcessStartInfo(RunningProgram.Executable, [$"--config.file={_config}", $"--web.listen-address=127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public string Log => string.Join('\n', _log);

    /// <summary>The page; waits until the program listens.</summary>
    public async Task<IReadOnlyDictionary<string, ParsedFamily>> ScrapeAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            try
            {
                return ExpositionParser.Parse(await _http.GetStringAsync(new Uri(_page), deadline.Token));
            }
            catch (HttpRequestException) when (!deadline.IsCancellationRequested && !_process.HasExited)
            {
                await Task.Delay(50, deadline.Token);
            }
        }
    }

    /// <summary>The value of a series of a container, found by name; null when there is none.</summary>
    public static double? Value(IReadOnlyDictionary<string, ParsedFamily> page, string family, string? name, params (string Label, string Value)[] labels) =>
        page.TryGetValue(family, out var found)
            ? found.Samples.FirstOrDefault(sample => sample.Labels.GetValueOrDefault("name") == name
                && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))?.Value
            : null;

    /// <summary>Scrapes until the value is as wanted; fails with the page's other values of that container otherwise.</summary>
    public async Task<IReadOnlyDictionary<string, ParsedFamily>> UntilAsync(
        Func<double?, bool> wanted, string family, string? name, params (string Label, string Value)[] labels)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var page = await ScrapeAsync();
            var value = Value(page, family, name, labels);
            if (wanted(value))
            {
                return page;
            }

            if (clock.Elapsed > Deadline)
            {
                var others = page.Values.SelectMany(f => f.Samples).Where(s => s.Labels.GetValueOrDefault("name") == name && s.Name.StartsWith("container_re", StringComparison.Ordinal));
                Assert.Fail($"{family} of {name} is {value} after {Deadline.TotalSeconds} s\n{string.Join('\n', others.Select(s => $"{s.Series} {s.Value}"))}\n{Log}");
            }

            await Task.Delay(100);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
        File.Delete(_config);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
