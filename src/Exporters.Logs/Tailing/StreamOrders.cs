using Exporters.Logs.Batching;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tailing;

/// <summary>Which files feed which stream of the receiver, and whose turn it is.</summary>
/// <param name="ahead">How far a file may be ahead of the others of its stream.</param>
/// <param name="names">What the receiver tells streams apart by.</param>
/// <param name="batcher">Has the open batches.</param>
internal sealed class StreamOrders(TimeSpan ahead, LokiLabels names, Batcher batcher)
{
    private readonly Dictionary<string, StreamOrder> _byLabels = new(StringComparer.Ordinal);

    /// <summary>Whether some file came nearer since this was set to false, for which others may have been waiting.</summary>
    public bool HasMoved { get; set; }

    /// <summary>Whether some file waits for others.</summary>
    public bool HasWaiting { get; set; }

    /// <summary>A file is looked at from now on.</summary>
    public void Enter(TailedFile file)
    {
        var labels = names.Of(file.Resource);
        if (!_byLabels.TryGetValue(labels, out var order))
        {
            _byLabels.Add(labels, order = new StreamOrder(labels, ahead));
        }

        order.Enter(file);
        file.Order = order;
    }

    /// <summary>A file is not looked at for now: it holds up nobody.</summary>
    public void Leave(TailedFile file)
    {
        if (file.Order is not { } order)
        {
            return;
        }

        order.Leave(file);
        file.Order = null;
        HasMoved |= order.Count > 0;
        if (order.Count == 0)
        {
            _byLabels.Remove(order.Labels);
        }
    }

    /// <summary>The resource of a file became another, by a new name.</summary>
    public void Relabel(TailedFile file, LogResource resource)
    {
        if (file.Resource.Equals(resource))
        {
            return;
        }

        var isIn = file.Order is not null;
        Leave(file);
        file.Resource = resource;
        if (isIn)
        {
            Enter(file);
        }
    }

    /// <summary>Sets up to which time a file may be read now.</summary>
    /// <returns>Whether it is its turn; false when what comes next is known to be too far ahead.</returns>
    public bool Begin(TailedFile file, long now)
    {
        if (file.Order is not { Count: > 1 } order)
        {
            (file.HorizonTicks, file.WantsHeldTime) = (long.MaxValue, false);
            return true;
        }

        file.WantsHeldTime = true;

        file.HorizonTicks = order.HorizonOf(file, now);
        if (file.Turn == TurnState.Seen && file.NextTicks > file.HorizonTicks)
        {
            HasWaiting = true;
            return false;
        }

        if (file.Turn is TurnState.Seen or TurnState.Behind)
        {
            SendOlder(order, file);
        }

        return true;
    }

    /// <summary>Notes what a look at a file came to.</summary>
    public void Note(TailedFile file, TailResult result, long now)
    {
        var (turn, next) = (file.Turn, file.NextTicks);
        switch (result)
        {
            case TailResult.Idle:
                file.StandsSinceTicks = file.Turn == TurnState.AtEnd && file.TurnOffset == file.Read.Offset ? file.StandsSinceTicks : now;
                file.TurnOffset = file.Read.Offset;
                file.TurnTicks = now;
                file.Turn = TurnState.AtEnd;
                break;
            case TailResult.Ahead:
                file.Turn = TurnState.Seen;
                HasWaiting = true;
                break;
            case TailResult.More or TailResult.NoRoom when file.LastTicks != 0 && file.Read.Offset > file.TurnOffset:
                file.TurnOffset = file.Read.Offset;
                file.Turn = TurnState.Behind;
                break;
        }

        HasMoved |= file.Turn != turn || (turn == TurnState.Seen && file.NextTicks != next) || file.Turn == TurnState.Behind;
    }

    /// <summary>
    /// Records of other files of the stream go out in batches of their own where their resources differ in more than labels: what lies in
    /// such a batch must be sent before this file runs ahead of it.
    /// </summary>
    private void SendOlder(StreamOrder order, TailedFile file)
    {
        var oldest = file.HorizonTicks == long.MaxValue ? long.MaxValue : file.HorizonTicks - (2 * ahead.Ticks);
        foreach (var other in order.Files)
        {
            if (other.OpenPart is not null && !other.Resource.Equals(file.Resource))
            {
                batcher.CloseBehind(other.Resource, oldest);
            }
        }
    }
}
