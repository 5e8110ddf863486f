using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.Metrics.Instruments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Logs;

/// <summary>A batch of 1000 records with three attributes over loopback, acknowledged; the receiver is another process, whose time does not count.</summary>
[Config(typeof(CpuTime))]
[MemoryDiagnoser]
[MinColumn]
public class SendBatch
{
    private readonly LogResource _resource = new([new("service.name", "checkout")]);
    private readonly List<LogEntry> _batch = [];
    private Process? _sink;
    private OtlpSender? _sender;

    [Params(false, true)]
    public bool Gzip { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Exporters.LogSink.dll");
        _sink = Process.Start(new ProcessStartInfo("dotnet", [program, "--listen", "127.0.0.1:0"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var listening = _sink.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the receiver did not start");
        var url = listening.Split(' ')[1];
        _sender = new OtlpSender(
            new OtlpConfig { Endpoint = new Uri(url + "/v1/logs"), Gzip = Gzip }, Path.GetTempPath(), new SenderInstruments(new InstrumentRegistry()),
            TimeProvider.System, NullLoggerFactory.Instance);
        for (var i = 0; i < 1000; i++)
        {
            var entry = new LogEntry { Body = $"order {i} placed for customer after payment was confirmed", Severity = 9, SeverityText = "INFO", TimestampTicks = DateTime.UnixEpoch.AddYears(56).Ticks + i };
            entry.Attributes.AddRange([new("method", "POST"), new("path", "/api/v1/orders"), new("status", "201")]);
            _batch.Add(entry);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sender!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _sink!.Kill();
        _sink.WaitForExit();
        _sink.Dispose();
    }

    [Benchmark(OperationsPerInvoke = 1000)]
    public async Task Send() => await _sender!.SendAsync(_resource, _batch, CancellationToken.None);
}
