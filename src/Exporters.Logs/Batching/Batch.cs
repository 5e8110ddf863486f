using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Batching;

/// <summary>Records of one resource that go out in one request, with the parts of the streams they came from. Used again and again.</summary>
internal sealed class Batch
{
    private readonly List<BatchPart> _parts = [];
    private LogEntry[] _entries = new LogEntry[64];
    private int[] _origins = new int[64];
    private int _partCount;

    public LogResource Resource { get; private set; } = null!;

    /// <summary>Records in it.</summary>
    public int Count { get; private set; }

    /// <summary>Source bytes in it.</summary>
    public long Bytes { get; private set; }

    /// <summary>When its first part came, UTC ticks.</summary>
    public long OpenedTicks { get; private set; }

    /// <summary>Time of its oldest record, UTC ticks; <see cref="long.MaxValue"/> while it has none.</summary>
    public long OldestTicks { get; private set; }

    /// <summary>Time of its newest record, UTC ticks; <see cref="long.MinValue"/> while it has none.</summary>
    public long NewestTicks { get; private set; }

    public IReadOnlyList<LogEntry> Entries => new ArraySegment<LogEntry>(_entries, 0, Count);

    public int PartCount => _partCount;

    public BatchPart PartAt(int index) => _parts[index];

    /// <summary>Whether each part tells where its stream stands.</summary>
    public bool IsSealed
    {
        get
        {
            for (var i = 0; i < _partCount; i++)
            {
                if (!_parts[i].IsSealed)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The part that a record came from.</summary>
    public int Origin(int entry) => _origins[entry];

    public void Begin(LogResource resource, long nowTicks)
    {
        Resource = resource;
        OpenedTicks = nowTicks;
        Count = 0;
        Bytes = 0;
        OldestTicks = long.MaxValue;
        NewestTicks = long.MinValue;
        _partCount = 0;
    }

    public BatchPart AddPart(LogStream stream)
    {
        if (_partCount == _parts.Count)
        {
            _parts.Add(new BatchPart());
        }

        var part = _parts[_partCount];
        part.Begin(stream, this, _partCount++);
        return part;
    }

    /// <summary>A cleared record to fill; it is in the batch once <see cref="Take"/> is called.</summary>
    [MethodImpl(HotPath.Compile)]
    public LogEntry Next()
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
            Array.Resize(ref _origins, Count * 2);
        }

        if (_entries[Count] is { } entry)
        {
            entry.Clear();
            return entry;
        }

        return _entries[Count] = new LogEntry();
    }

    public void Take(LogEntry entry, BatchPart part)
    {
        _origins[Count] = part.Index;
        Count++;
        Bytes += entry.SourceBytes;
        OldestTicks = Math.Min(OldestTicks, entry.TimestampTicks);
        NewestTicks = Math.Max(NewestTicks, entry.TimestampTicks);
    }

    /// <summary>Lines that were read and dropped count towards the size as well: a batch of nothing else must come to an end.</summary>
    public void AddBytes(int bytes) => Bytes += bytes;
}
