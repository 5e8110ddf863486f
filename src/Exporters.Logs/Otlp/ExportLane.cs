using System.Runtime.CompilerServices;
using Exporters.Logs.Records;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The thread on which requests are made: the package sends synchronously, and must not hold a pool thread while a receiver hangs.
/// One request at a time.
/// </summary>
internal sealed class ExportLane : IDisposable
{
    /// <summary>Resources whose exporters are kept; the one not used for longest goes.</summary>
    private const int MaxExporters = 256;

    private readonly OtlpConfig _config;
    private readonly ExchangeHandler _handler;

    // No semaphore: waiting for one begins with spinning, and the next batch is some milliseconds away.
    private readonly AutoResetEvent _work = new(initialState: false);
    private readonly Thread _thread;

    // Touched by the lane's thread alone, or by Dispose after it ended.
    private readonly Dictionary<LogResource, LinkedListNode<(LogResource Resource, ResourceExporter Exporter)>> _exporters = [];
    private readonly LinkedList<(LogResource Resource, ResourceExporter Exporter)> _byUse = [];
    private LogRecord[] _records = [];

    private Job? _job;
    private volatile bool _stopping;

    public ExportLane(OtlpConfig config, ExchangeHandler handler)
    {
        _config = config;
        _handler = handler;
        _thread = new Thread(Run) { IsBackground = true, Name = "logs-export" };
        _thread.Start();
    }

    /// <summary>Makes one request of a part of a batch, and says what came back; null when it did not even become a request.</summary>
    public Task<Exchange?> ExportAsync(LogResource resource, IReadOnlyList<LogEntry> batch, int from, int count, CancellationToken cancellationToken)
    {
        var job = new Job(resource, batch, from, count, cancellationToken);
        if (Interlocked.CompareExchange(ref _job, job, null) is not null)
        {
            throw new InvalidOperationException("BUG: one request at a time");
        }

        _work.Set();
        return job.Done.Task;
    }

    public void Dispose()
    {
        _stopping = true;
        _work.Set();
        _thread.Join();
        foreach (var (_, exporter) in _byUse)
        {
            exporter.Dispose();
        }

        _work.Dispose();
        _handler.Dispose();
    }

    // The package has a number for severity but only six values for it in its public face; the text is what the line said.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_SeverityText")]
    private static extern void SetSeverityText(LogRecord record, string? text);

    [MethodImpl(HotPath.Compile)]
    private static void Fill(LogRecord record, LogEntry entry)
    {
        record.Timestamp = new DateTime(entry.TimestampTicks, DateTimeKind.Utc);

        // Goes out as 0, which Loki does not store beside each line.
        record.ObservedTimestamp = DateTime.UnixEpoch;
        record.LogLevel = entry.Severity is 0 or > 24 ? LogLevel.None : (LogLevel)((entry.Severity - 1) / 4);
        if (entry is { Severity: > 0, SeverityText: { } text })
        {
            SetSeverityText(record, text);
        }

        // The formatted message goes before an attribute named {OriginalFormat}, which would otherwise become the body.
        record.FormattedMessage = entry.Body;
        record.Body = entry.Body;
        record.Attributes = entry.Attributes;
        record.TraceId = entry.TraceId;
        record.SpanId = entry.SpanId;
    }

    private void Run()
    {
        while (true)
        {
            _work.WaitOne();
            if (_stopping)
            {
                return;
            }

            var job = _job!;
            Exchange? exchange = null;
            Exception? failure = null;
            try
            {
                exchange = Export(job);
            }
            catch (Exception e)
            {
                failure = e;
            }

            _job = null;
            if (failure is not null)
            {
                job.Done.SetException(failure);
            }
            else
            {
                job.Done.SetResult(exchange);
            }
        }
    }

    private Exchange? Export(Job job)
    {
        if (_records.Length < job.Count)
        {
            _records = LogRecords.Make(job.Count);
        }

        for (var i = 0; i < job.Count; i++)
        {
            Fill(_records[i], job.Batch[job.From + i]);
        }

        _handler.Forget();
        _handler.GiveUp = job.CancellationToken;
        try
        {
            Exporter(job.Resource).Export(_records, job.Count);
        }
        finally
        {
            // Entries go back to their owner.
            for (var i = 0; i < job.Count; i++)
            {
                _records[i].Attributes = null;
                _records[i].FormattedMessage = _records[i].Body = null;
            }
        }

        return _handler.Last;
    }

    private ResourceExporter Exporter(LogResource resource)
    {
        if (_exporters.TryGetValue(resource, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Exporter;
        }

        if (_byUse.Count >= MaxExporters)
        {
            var (oldest, unused) = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _exporters.Remove(oldest);
            unused.Dispose();
        }

        var exporter = new ResourceExporter(resource, _config, _handler);
        _exporters.Add(resource, _byUse.AddFirst((resource, exporter)));
        return exporter;
    }

    private sealed class Job(LogResource resource, IReadOnlyList<LogEntry> batch, int from, int count, CancellationToken cancellationToken)
    {
        public LogResource Resource => resource;

        public IReadOnlyList<LogEntry> Batch => batch;

        public int From => from;

        public int Count => count;

        public CancellationToken CancellationToken => cancellationToken;

        public TaskCompletionSource<Exchange?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
