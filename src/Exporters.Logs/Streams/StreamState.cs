namespace Exporters.Logs.Streams;

/// <summary>What is known of one stream across runs.</summary>
internal sealed class StreamState(int id, string source, string key)
{
    public int Id { get; } = id;

    /// <summary>The name of the configured source that read it last.</summary>
    public string Source { get; set; } = source;

    /// <summary>What it is known by when it is no file; empty for a file.</summary>
    public string Key { get; } = key;

    /// <summary>Which file; null when it is none.</summary>
    public FileFingerprint? Identity { get; set; }

    /// <summary>Up to here everything is settled.</summary>
    public Position Acked { get; set; }

    /// <summary>Where a source that is no file goes on; null when it does not say.</summary>
    public string? Cursor { get; set; }

    /// <summary>The timestamp of the last settled record, UTC ticks.</summary>
    public long LastTicks { get; set; }

    /// <summary>When the file had been written last, UTC ticks.</summary>
    public long ModifiedTicks { get; set; }

    /// <summary>Up to here it may have been sent.</summary>
    public long IntendedOffset { get; set; }

    /// <summary>How a replay finds the same times and ends as the first attempt, from the settled offset on.</summary>
    public List<ReplayMark> Marks { get; } = [];

    /// <summary>Notes an attempt; what was noted of an earlier one that reached further stays.</summary>
    public void Intend(long offset, IReadOnlyList<ReplayMark> marks)
    {
        foreach (var mark in marks)
        {
            if (mark.Offset >= IntendedOffset)
            {
                Marks.Add(mark);
            }
        }

        IntendedOffset = Math.Max(IntendedOffset, offset);
    }

    /// <summary>Everything up to the position is settled.</summary>
    public void Settle(in Position position)
    {
        Acked = position;
        var offset = position.Offset;
        var needed = Marks.FindLastIndex(mark => mark.Offset <= offset);
        if (needed > 0)
        {
            Marks.RemoveRange(0, needed);
        }

        if (offset >= IntendedOffset)
        {
            Marks.Clear();
        }
    }
}
