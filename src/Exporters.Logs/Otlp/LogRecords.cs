using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The OpenTelemetry package makes its log records itself and has no public way to ask for one. They can be had from a processor:
/// a record belongs to it until it returns, so a processor that logs again from within gets another one, and so on. Records got this
/// way are filled anew for every batch, which costs neither a queue, nor a thread per resource, nor garbage.
/// </summary>
internal static class LogRecords
{
    // Deep enough to be quick, shallow enough for any stack.
    private const int AtOnce = 64;

    /// <summary>The scope name that goes out with the records.</summary>
    private const string Scope = "exporters";

    /// <summary>Makes records that nobody else holds.</summary>
    public static LogRecord[] Make(int count)
    {
        var records = new List<LogRecord>(count);

        // A thread of its own: the package would otherwise hand the last record out again to whoever logs on this one.
        var thread = new Thread(() =>
        {
            var collector = new Collector(records, count);
            var options = new OpenTelemetryLoggerOptions();
            options.AddProcessor(collector);
            using var provider = new OpenTelemetryLoggerProvider(new FixedOptions(options));
            collector.Logger = provider.CreateLogger(Scope);
            while (records.Count < count)
            {
                collector.Collect();
            }
        });
        thread.Start();
        thread.Join();
        return [.. records];
    }

    private sealed class Collector(List<LogRecord> records, int count) : BaseProcessor<LogRecord>
    {
        private int _depth;

        public ILogger? Logger { get; set; }

        public void Collect() => Logger?.Log(LogLevel.Information, default, "", null, static (state, _) => state);

        public override void OnEnd(LogRecord data)
        {
            // Between two rounds the package keeps one record back and hands it out again.
            if (!records.Contains(data))
            {
                records.Add(data);
            }

            if (records.Count < count && _depth < AtOnce)
            {
                _depth++;
                Collect();
                _depth--;
            }
        }
    }

    /// <summary>Options that never change.</summary>
    internal sealed class FixedOptions(OpenTelemetryLoggerOptions options) : IOptionsMonitor<OpenTelemetryLoggerOptions>
    {
        public OpenTelemetryLoggerOptions CurrentValue => options;

        public OpenTelemetryLoggerOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<OpenTelemetryLoggerOptions, string?> listener) => null;
    }
}
