using System.Collections.Concurrent;

namespace Exporters.Metrics.Running;

/// <summary>What the runner keeps of one collector between scrapes: its gate, its spare buffers and how it last ended.</summary>
internal sealed class CollectorSlot(ICollector collector)
{
    private readonly ConcurrentBag<FamilyWriter> _spare = [];
    private volatile CollectorRun? _overdue;

    public ICollector Collector { get; } = collector;

    public LabelSet Label { get; } = LabelSet.Of("collector", collector.Name);

    /// <summary>It tells of this process: always asked, never counted.</summary>
    public bool IsSelf { get; } = collector is ISelfCollector;

    /// <summary>Held while the collector runs: it is never entered twice.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>A run has overstayed a scrape's deadline and has not come back: nobody waits for it a second time.</summary>
    public bool IsStuck => _overdue is { Ended: false };

    public CollectorOutcome? LastOutcome { get; set; }

    /// <summary>A scrape went on without this run.</summary>
    public void LeaveBehind(CollectorRun run) => _overdue = run;

    public FamilyWriter RentWriter() => _spare.TryTake(out var writer) ? writer : new FamilyWriter();

    public void ReturnWriter(FamilyWriter writer)
    {
        writer.Clear();
        _spare.Add(writer);
    }
}
