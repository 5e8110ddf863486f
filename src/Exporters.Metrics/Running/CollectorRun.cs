namespace Exporters.Metrics.Running;

/// <summary>One collector in one scrape. The run and the scrape's deadline race for it: whoever comes first decides.</summary>
internal sealed class CollectorRun(CollectorSlot slot)
{
    private const int Pending = 0;
    private const int Completed = 1;
    private const int GivenUp = 2;

    private int _state;
    private volatile bool _ended;

    public CollectorSlot Slot { get; } = slot;

    /// <summary>Whether nothing of it is running any more.</summary>
    public bool Ended => _ended;

    /// <summary>Whether the scrape went on without it.</summary>
    public bool IsGivenUp => Volatile.Read(ref _state) == GivenUp;

    /// <summary>What it wrote; only after <see cref="TryComplete"/>, and null when it failed.</summary>
    public FamilyWriter? Writer { get; private set; }

    public CollectorOutcome? Outcome { get; private set; }

    public TimeSpan Duration { get; private set; }

    /// <summary>The collector came back. False when the scrape has given it up: then the writer is nobody's but the caller's.</summary>
    public bool TryComplete(FamilyWriter? writer, CollectorOutcome outcome, TimeSpan duration)
    {
        Duration = duration;
        Outcome = outcome;
        Writer = writer;
        _ended = true;
        return Interlocked.CompareExchange(ref _state, Completed, Pending) == Pending;
    }

    /// <summary>The deadline came. False when the collector came back first.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Pending) == Pending;
}
