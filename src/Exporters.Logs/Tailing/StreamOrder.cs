using Exporters.Logs.Framing;

namespace Exporters.Logs.Tailing;

/// <summary>
/// The files that the receiver sees as one stream, for they have the same labels. It takes a record only within a time behind the
/// newest of its stream; so no file is read further ahead than a part of that time before the one that is furthest behind. Once all are
/// read to their ends nothing holds anybody.
/// </summary>
/// <param name="labels">The labels of the stream.</param>
/// <param name="ahead">How far a file may be ahead of the others.</param>
internal sealed class StreamOrder(string labels, TimeSpan ahead)
{
    // Whoever was at its end, and was not looked at since: what came meanwhile is no older than that look.
    private static readonly TimeSpan LookHolds = TimeSpan.FromSeconds(5);

    // The others wait for so long at most for the rest of a file that only has to be flushed.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(75);

    private readonly List<TailedFile> _files = [];

    /// <summary>The labels of the stream.</summary>
    public string Labels { get; } = labels;

    /// <summary>Files in it.</summary>
    public int Count => _files.Count;

    /// <summary>The files in it.</summary>
    public IReadOnlyList<TailedFile> Files => _files;

    public void Enter(TailedFile file) => _files.Add(file);

    public void Leave(TailedFile file) => _files.Remove(file);

    /// <summary>Up to which time a file may be read now, UTC ticks; <see cref="long.MinValue"/> to have a look at its next record alone.</summary>
    public long HorizonOf(TailedFile file, long now)
    {
        var earliest = long.MaxValue;
        foreach (var other in _files)
        {
            if (other != file && !IsAfter(other, file))
            {
                earliest = Math.Min(earliest, NextOf(other, now));
                if (earliest == long.MinValue)
                {
                    return earliest;
                }
            }
        }

        return earliest < long.MaxValue - ahead.Ticks ? earliest + ahead.Ticks : long.MaxValue;
    }

    /// <summary>Whether a file follows another under the same name: it waits for that one in any case.</summary>
    private static bool IsAfter(TailedFile file, TailedFile before)
    {
        for (var predecessor = file.Predecessor; predecessor is not null; predecessor = predecessor.Predecessor)
        {
            if (predecessor == before)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A time before which no record of the file will come; <see cref="long.MaxValue"/> where none is waited for.</summary>
    private static long NextOf(TailedFile file, long now)
    {
        if (file.IsOver || (file.Predecessor is { IsHot: true, IsOver: false } before && before.Order == file.Order && IsComing(before, now)))
        {
            return long.MaxValue; // the one before it has the older records
        }

        return file.Turn switch
        {
            TurnState.Unknown => long.MinValue,
            TurnState.Behind => file.LastTicks,
            TurnState.Seen => file.NextTicks,
            _ => IsComing(file, now) ? (file.HeldTicks != 0 ? file.HeldTicks : file.LastTicks != 0 ? file.LastTicks : file.ModifiedTicks)
                : now - file.TurnTicks > LookHolds.Ticks ? Math.Max(file.TurnTicks, file.LastTicks)
                : long.MaxValue,
        };
    }

    /// <summary>Whether something of a file is about to be read: all but what is at its end, and there the rest that only waits to be flushed.</summary>
    private static bool IsComing(TailedFile file, long now) =>
        file.Turn != TurnState.AtEnd || (file.HasUnread && file.Tried != Flush.Everything && now - file.StandsSinceTicks < LongestRest.Ticks);
}
