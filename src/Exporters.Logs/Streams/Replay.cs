namespace Exporters.Logs.Streams;

/// <summary>The marks of what may have been sent before without an acknowledgement; in order of their offsets.</summary>
internal sealed class Replay(long endOffset, IReadOnlyList<ReplayMark> marks)
{
    /// <summary>What the checkpoints tell of a stream; null when nothing of it may have been sent.</summary>
    public static Replay? Of(StreamState state) =>
        state.IntendedOffset > state.Acked.Offset || state.Marks.Count > 0 ? new Replay(state.IntendedOffset, [.. state.Marks]) : null;

    /// <summary>Lines from here on were never sent.</summary>
    public long EndOffset { get; } = endOffset;

    /// <summary>When the line at this offset was read the first time; null when it never was.</summary>
    public long? ReadTicks(long offset)
    {
        if (offset >= EndOffset)
        {
            return null;
        }

        long? found = null;
        foreach (var mark in marks)
        {
            if (mark.Offset > offset)
            {
                break;
            }

            found = mark.ReadTicks;
        }

        return found;
    }

    /// <summary>The first offset after <paramref name="offset"/> at which waiting had ended an event; <see cref="long.MaxValue"/> when none.</summary>
    public long NextBreak(long offset)
    {
        foreach (var mark in marks)
        {
            if (mark.Breaks && mark.Offset > offset)
            {
                return mark.Offset;
            }
        }

        return long.MaxValue;
    }
}
