using Exporters.Logs.Records;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The package's exporter for one resource. It takes the resource from the provider that its processor belongs to, so each resource
/// has a provider; the processor only holds the exporter there, and batches are given to the exporter directly.
/// </summary>
internal sealed class ResourceExporter : IDisposable
{
    // Far beyond what a batch may be, and beyond any attempt: this side keeps its own bounds and its own time.
    private const int MaxRequestBytes = 256 * 1024 * 1024;
    private const int NeverMilliseconds = int.MaxValue;

    private readonly OtlpLogExporter _exporter;
    private readonly OpenTelemetryLoggerProvider _provider;

    public ResourceExporter(LogResource resource, OtlpConfig config, ExchangeHandler handler)
    {
        var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning disable CS0618 // gRPC is marked obsolete for other frameworks than ours.
        _exporter = new OtlpLogExporter(new OtlpExporterOptions
        {
            Endpoint = config.Endpoint,
            Protocol = config.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            Compression = config.Gzip ? OtlpExportCompression.GZip : OtlpExportCompression.None,
            TimeoutMilliseconds = NeverMilliseconds,
            MaxRequestSizeBytes = MaxRequestBytes,
            HttpClientFactory = () => client,
        });
#pragma warning restore CS0618
        var options = new OpenTelemetryLoggerOptions();
        var attributes = new List<KeyValuePair<string, object>>();
        foreach (var (key, value) in resource.Attributes)
        {
            attributes.Add(new KeyValuePair<string, object>(key, value));
        }

        options.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes(attributes));
        options.AddProcessor(new Holder(_exporter));
        _provider = new OpenTelemetryLoggerProvider(new LogRecords.FixedOptions(options));
    }

    /// <summary>One request with the first records of the array. The handler knows what came of it.</summary>
    public void Export(LogRecord[] records, int count) => _exporter.Export(new Batch<LogRecord>(records, count));

    public void Dispose() => _provider.Dispose();

    private sealed class Holder(OtlpLogExporter exporter) : BaseExportProcessor<LogRecord>(exporter)
    {
        protected override void OnExport(LogRecord data)
        {
            // Nothing is logged through the provider.
        }
    }
}
