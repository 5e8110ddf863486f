using Exporters.Logs.Otlp;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>
/// A receiver with Loki's rule: a record is taken when it is no more than an hour (half of max_chunk_age) older than the newest one
/// of its stream, which are the records with the same labels. What it holds outlives the processes that send.
/// </summary>
internal sealed class LokiReceiver
{
    private static readonly long Behind = TimeSpan.FromHours(1).Ticks;

    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);

    /// <summary>What it tells streams apart by.</summary>
    public LokiLabels Labels { get; set; } = LokiLabels.Default;

    /// <summary>What was taken, each once however often it came.</summary>
    public HashSet<(string Stream, long Ticks, string Body)> Taken { get; } = [];

    /// <summary>What was refused for its time.</summary>
    public List<(string Stream, long Ticks, string Body)> Refused { get; } = [];

    /// <summary>The sender of one process.</summary>
    /// <param name="diesAfter">Batches until it dies, before the receiver has the last one or after; null for never.</param>
    /// <param name="isTakenFirst">Whether the receiver has taken the batch that it dies with.</param>
    public ISender Sender(int? diesAfter = null, bool isTakenFirst = false) => new Connection(this, diesAfter, isTakenFirst);

    private void Take(LogResource resource, IReadOnlyList<LogEntry> batch)
    {
        var stream = Labels.Of(resource);
        foreach (var entry in batch)
        {
            var record = (stream, entry.TimestampTicks, entry.Body);
            var newest = _newest.GetValueOrDefault(stream, long.MinValue);
            if (newest != long.MinValue && entry.TimestampTicks < newest - Behind)
            {
                Refused.Add(record);
                continue;
            }

            _newest[stream] = Math.Max(newest, entry.TimestampTicks);
            Taken.Add(record);
        }
    }

    private sealed class Connection(LokiReceiver receiver, int? diesAfter, bool isTakenFirst) : ISender
    {
        private int _batches;

        public ValueTask<SendOutcome> SendAsync(LogResource resource, IReadOnlyList<LogEntry> batch, CancellationToken cancellationToken)
        {
            var dies = ++_batches > diesAfter;
            if (!dies || isTakenFirst)
            {
                receiver.Take(resource, batch);
            }

            return dies ? throw new InvalidOperationException("the process dies here") : ValueTask.FromResult(SendOutcome.AllDelivered);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
