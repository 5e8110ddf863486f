namespace Exporters.Logs.Streams;

/// <summary>Numbers for streams in the checkpoints; none is given twice.</summary>
internal sealed class StreamNumbers(int highest)
{
    private int _highest = highest;

    /// <summary>Whether there was a run before this one.</summary>
    public bool HasHistory { get; } = highest > 0;

    public int Next() => Interlocked.Increment(ref _highest);
}
