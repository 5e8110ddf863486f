using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using Exporters.Configuration;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Probes;
using Exporters.Probes.Cel;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Schedule;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Probes;

/// <summary>
/// One plain HTTP probe of a server in this process (its accept and answer are measured too), the page of 500 targets, a
/// condition on a JSON body.
/// </summary>
[MemoryDiagnoser]
public class ProbeBenchmark
{
    private const int Targets = 500;

    private readonly FamilyWriter _writer = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ProbeRunner _runner = new(TimeProvider.System, new HostResolver(), new ProbeInstruments(new InstrumentRegistry()));
    private readonly ProbeModule _module = new() { Name = "http_2xx", Http = new HttpModule() };
    private readonly TargetGuard _guard = TargetGuard.ForConfigured([], null);
    private readonly CelProgram _program = new("body.status == 'ok' && body.checks.all(c, c.up)");
    private readonly string _json = $$"""{"status":"ok","checks":[{{string.Join(',', Enumerable.Repeat("{\"name\":\"x\",\"up\":true}", 20))}}]}""";
    private ProbeCollector _collector = null!;
    private ProbeScheduler _scheduler = null!;
    private string _url = "";

    [GlobalSetup]
    public void Setup()
    {
        _listener.Start();
        _url = $"http://{_listener.LocalEndpoint}/";
        _ = ServeAsync();
        var yaml = "targets:\n" + string.Concat(Enumerable.Range(0, Targets).Select(i => $"  - {{ name: t{i}, url: \"{_url}{i}\" }}\n"));
        var report = new ConfigReport();
        var config = ProbesConfigReader.Read(ConfigFile.Parse(yaml, "exporters.yaml", report, _ => null), report);
        _scheduler = new ProbeScheduler(config, _runner, TimeProvider.System, NullLogger<ProbeScheduler>.Instance);
        var result = RunAsync().GetAwaiter().GetResult();
        foreach (var target in _scheduler.Targets)
        {
            target.Last = result;
        }

        _collector = new ProbeCollector(_scheduler, TimeProvider.System);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _scheduler.Dispose();
        _listener.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<bool> Probe() => (await RunAsync()).Success;

    [Benchmark]
    public void PageOf500()
    {
        _writer.Clear();
        _collector.Collect(_writer);
    }

    [Benchmark]
    public bool JsonCondition() => _program.IsMatch(CelProgram.Body(_json), static (pattern, text) => pattern.IsMatch(text), CancellationToken.None);

    private Task<ProbeResult> RunAsync() =>
        _runner.RunAsync(_url, _module, _guard, TimeSpan.FromSeconds(30), ProbeTrace.Off, null, CancellationToken.None);

    private async Task ServeAsync()
    {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray();
        var request = new byte[4096];
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                await socket.ReceiveAsync(request);
                await socket.SendAsync(answer);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }
}
