using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Batching;

/// <summary>
/// Collects records into batches, one open for each resource, and queues them oldest first for the sending side. Bounded: when the
/// queue or the memory is full, <see cref="TryBegin"/> says no and the reading side leaves the lines where they are.
/// </summary>
internal sealed class Batcher(BatchLimits limits, TimeProvider time)
{
    private readonly Dictionary<LogResource, Batch> _open = [];
    private readonly List<Batch> _closing = [];

    // The only writer looks at _queued before it adds, so the channel itself needs no bound.
    private readonly Channel<Batch> _queue = Channel.CreateUnbounded<Batch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentBag<Batch> _pool = [];
    private int _queued;
    private long _bytes;
    private long _bytesRead;

    /// <summary>Closed batches in the order in which they must be sent. Give each back with <see cref="Release"/>.</summary>
    public ChannelReader<Batch> Closed => _queue.Reader;

    /// <summary>Batches closed and not yet given back.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Source bytes in memory.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Source bytes that ever came, for the speed.</summary>
    public long BytesRead => Volatile.Read(ref _bytesRead);

    /// <summary>Whether nothing is open, queued or being sent.</summary>
    public bool IsEmpty => _open.Count == 0 && Queued == 0;

    /// <summary>Whether records may be added.</summary>
    public bool HasRoom => Queued <= BatchLimits.MaxQueued && Bytes < limits.MaxBytes * BatchLimits.MaxBatchesInMemory;

    /// <summary>Makes room for records of a stream in the open batch of its resource; false when there is none now.</summary>
    public bool TryBegin(LogStream stream)
    {
        if (!HasRoom)
        {
            if (Queued <= BatchLimits.MaxQueued)
            {
                // Memory is full of batches that are not: send the oldest, or nothing would ever move again.
                CloseOldest();
            }

            return false;
        }

        Begin(stream);
        return true;
    }

    /// <summary>As <see cref="TryBegin"/>, room or not: for what takes no memory, a file that moved or ended.</summary>
    public BatchPart Begin(LogStream stream)
    {
        if (stream.OpenPart is { } part)
        {
            return part;
        }

        if (!_open.TryGetValue(stream.Resource, out var batch))
        {
            batch = _pool.TryTake(out var used) ? used : new Batch();
            batch.Begin(stream.Resource, time.GetUtcNow().UtcTicks);
            _open.Add(stream.Resource, batch);
        }

        return stream.OpenPart = batch.AddPart(stream);
    }

    /// <summary>Whether the batch of this part takes no more.</summary>
    public bool IsFull(BatchPart part) => part.Batch.Count >= limits.MaxRecords || part.Batch.Bytes >= limits.MaxBytes;

    /// <summary>Whether a record of this time lies too far from others of its batch.</summary>
    public bool IsFar(BatchPart part, long ticks) =>
        limits.MaxSpan > TimeSpan.Zero && part.Batch.Count > 0
        && (ticks - part.Batch.OldestTicks > limits.MaxSpan.Ticks || part.Batch.NewestTicks - ticks > limits.MaxSpan.Ticks);

    /// <summary>Notes where the stream stands, and sends its batch off as it is.</summary>
    public void Close(LogStream stream, in Position end, long modifiedTicks)
    {
        var batch = stream.OpenPart!.Batch;
        Seal(stream, end, modifiedTicks);
        if (stream.OpenPart is not null)
        {
            Close(batch);
        }
    }

    /// <summary>Sends off the open batch of a resource if it holds something older than a time.</summary>
    public void CloseBehind(LogResource resource, long ticks)
    {
        if (_open.TryGetValue(resource, out var batch) && batch.Count > 0 && batch.OldestTicks < ticks && batch.IsSealed)
        {
            Close(batch);
        }
    }

    /// <summary>Notes where the stream stands after what it gave, and sends the batch off when it is full.</summary>
    public void Seal(LogStream stream, in Position end, long modifiedTicks, string? cursor = null)
    {
        var part = stream.OpenPart ?? throw new InvalidOperationException("BUG: a stream sealed what it did not begin");
        part.End = end;
        part.ModifiedTicks = modifiedTicks;
        part.LastTicks = stream.LastTicks;
        part.Cursor = cursor;
        part.Identity = stream.Identity;
        part.IsSealed = true;
        if (IsFull(part))
        {
            Close(part.Batch);
        }
    }

    /// <summary>Closes what is older than the flush interval.</summary>
    public void CloseAged()
    {
        var due = time.GetUtcNow().UtcTicks - limits.FlushInterval.Ticks;
        foreach (var (_, batch) in _open)
        {
            // A clock that was set back must not hold a batch for longer than the interval.
            if (batch.OpenedTicks <= due || batch.OpenedTicks > due + limits.FlushInterval.Ticks)
            {
                _closing.Add(batch);
            }
        }

        _closing.Sort(static (a, b) => a.OpenedTicks.CompareTo(b.OpenedTicks));
        foreach (var batch in _closing)
        {
            Close(batch);
        }

        _closing.Clear();
    }

    /// <summary>Closes everything: at the end, and before a position that covers several streams.</summary>
    public void CloseAll()
    {
        _closing.AddRange(_open.Values);
        foreach (var batch in _closing)
        {
            Close(batch);
        }

        _closing.Clear();
    }

    /// <summary>No more batches will come.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Adds to what lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBytes(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Volatile.Write(ref _bytesRead, _bytesRead + bytes);
    }

    /// <summary>The sending side is done with a batch.</summary>
    public void Release(Batch batch)
    {
        Interlocked.Add(ref _bytes, -batch.Bytes);
        Interlocked.Decrement(ref _queued);
        if (_pool.Count <= BatchLimits.MaxQueued + 2)
        {
            _pool.Add(batch);
        }
    }

    private void CloseOldest()
    {
        Batch? oldest = null;
        foreach (var (_, batch) in _open)
        {
            // The stream that is read just now seals what it gave when it learns that there is no room.
            if ((oldest is null || batch.OpenedTicks < oldest.OpenedTicks) && batch.IsSealed)
            {
                oldest = batch;
            }
        }

        if (oldest is not null)
        {
            Close(oldest);
        }
    }

    private void Close(Batch batch)
    {
        _open.Remove(batch.Resource);
        for (var i = 0; i < batch.PartCount; i++)
        {
            batch.PartAt(i).Stream.OpenPart = null;
        }

        Interlocked.Increment(ref _queued);
        _queue.Writer.TryWrite(batch);
    }
}
