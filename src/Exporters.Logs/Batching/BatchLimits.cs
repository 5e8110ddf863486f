namespace Exporters.Logs.Batching;

/// <summary>When a batch goes out, and how much may lie in memory.</summary>
/// <param name="MaxRecords">Records in a batch.</param>
/// <param name="MaxBytes">Source bytes in a batch.</param>
/// <param name="FlushInterval">How long the first record of a batch waits for others.</param>
internal readonly record struct BatchLimits(int MaxRecords, long MaxBytes, TimeSpan FlushInterval)
{
    /// <summary>Batches that wait for the sender beside the one that it has: one ready at once, one for luck.</summary>
    public const int MaxQueued = 2;

    /// <summary>
    /// Time from the oldest record of a batch to its newest. A batch that is sent again after a kill must be no further behind what was
    /// sent of it before than the receiver allows; zero for no limit.
    /// </summary>
    public TimeSpan MaxSpan { get; init; }

    /// <summary>Source bytes in memory, in batches' worth: of many streams with an open batch each, not all may be full.</summary>
    public const int MaxBatchesInMemory = 6;

    public BatchLimits()
        : this(1000, 1 << 20, TimeSpan.FromSeconds(5))
    {
    }
}
