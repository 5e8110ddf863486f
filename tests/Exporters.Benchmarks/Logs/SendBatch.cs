using BenchmarkDotNet.Attributes;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.LogSink;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Logs;

/// <summary>A batch of 1000 records with three attributes over loopback, acknowledged; the receiver is in the same process.</summary>
[MemoryDiagnoser]
public class SendBatch
{
    private readonly LogResource _resource = new([new("service.name", "checkout")]);
    private readonly List<LogEntry> _batch = [];
    private Sink? _sink;
    private OtlpSender? _sender;

    [Params(false, true)]
    public bool Gzip { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _sink = await Sink.StartAsync(new SinkOptions());
        _sender = new OtlpSender(
            new OtlpConfig { Endpoint = new Uri(_sink.Url + "/v1/logs"), Gzip = Gzip }, Path.GetTempPath(), TimeProvider.System, NullLoggerFactory.Instance);
        for (var i = 0; i < 1000; i++)
        {
            var entry = new LogEntry { Body = $"order {i} placed for customer after payment was confirmed", Severity = 9, SeverityText = "INFO", TimestampTicks = DateTime.UnixEpoch.AddYears(56).Ticks + i };
            entry.Attributes.AddRange([new("method", "POST"), new("path", "/api/v1/orders"), new("status", "201")]);
            _batch.Add(entry);
        }
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _sender!.DisposeAsync();
        await _sink!.DisposeAsync();
    }

    [Benchmark(OperationsPerInvoke = 1000)]
    public async Task Send() => await _sender!.SendAsync(_resource, _batch, CancellationToken.None);
}
