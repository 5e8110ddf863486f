using System.Runtime.CompilerServices;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Batching;

/// <summary>Records of one resource that go out in one request, with the portions of the streams they came from. Used again and again.</summary>
internal sealed class Batch
{
    private readonly List<Portion> _portions = [];
    private LogEntry[] _entries = new LogEntry[64];
    private int[] _origins = new int[64];
    private int _portionCount;

    public LogResource Resource { get; private set; } = null!;

    /// <summary>Records in it.</summary>
    public int Count { get; private set; }

    /// <summary>Source bytes in it.</summary>
    public long Bytes { get; private set; }

    /// <summary>When its first portion came, UTC ticks.</summary>
    public long OpenedTicks { get; private set; }

    public IReadOnlyList<LogEntry> Entries => new ArraySegment<LogEntry>(_entries, 0, Count);

    public int PortionCount => _portionCount;

    public Portion PortionAt(int index) => _portions[index];

    /// <summary>Whether each portion tells where its stream stands.</summary>
    public bool IsSealed
    {
        get
        {
            for (var i = 0; i < _portionCount; i++)
            {
                if (!_portions[i].IsSealed)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The portion that a record came from.</summary>
    public int Origin(int entry) => _origins[entry];

    public void Begin(LogResource resource, long nowTicks)
    {
        Resource = resource;
        OpenedTicks = nowTicks;
        Count = 0;
        Bytes = 0;
        _portionCount = 0;
    }

    public Portion AddPortion(LogStream stream)
    {
        if (_portionCount == _portions.Count)
        {
            _portions.Add(new Portion());
        }

        var portion = _portions[_portionCount];
        portion.Begin(stream, this, _portionCount++);
        return portion;
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

    public void Take(LogEntry entry, Portion portion)
    {
        _origins[Count] = portion.Index;
        Count++;
        Bytes += entry.SourceBytes;
    }

    /// <summary>Lines that were read and dropped count towards the size as well: a batch of nothing else must come to an end.</summary>
    public void AddBytes(int bytes) => Bytes += bytes;
}
