using System.Globalization;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>A receiver that keeps what it was sent.</summary>
internal sealed class RecordingSender : ISender
{
    public List<string> Bodies { get; } = [];

    public List<SentRecord> Records { get; } = [];

    public int Batches { get; private set; }

    /// <summary>The answer; by default everything is delivered. Throwing stands for a death before the answer.</summary>
    public Func<IReadOnlyList<LogEntry>, SendOutcome>? Answer { get; set; }

    public ValueTask<SendOutcome> SendAsync(LogResource resource, IReadOnlyList<LogEntry> batch, CancellationToken cancellationToken)
    {
        Batches++;
        foreach (var entry in batch)
        {
            Bodies.Add(entry.Body);
            Records.Add(new SentRecord(
                entry.Body,
                entry.TimestampTicks,
                string.Join(' ', entry.Attributes.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}"))),
                resource.ToString()));
        }

        return ValueTask.FromResult(Answer?.Invoke(batch) ?? SendOutcome.AllDelivered);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
