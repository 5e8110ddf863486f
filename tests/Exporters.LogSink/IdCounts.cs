namespace Exporters.LogSink;

/// <summary>How often each record came, and whether it was the same each time.</summary>
public sealed class IdCounts(string key)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Count, string Hash)> _seen = [];
    private long _duplicates;
    private long _differing;
    private long _without;

    /// <summary>distinct, duplicates (beyond the first), duplicates of other bytes, records without the key.</summary>
    public (long Distinct, long Duplicates, long Differing, long Without) Totals
    {
        get
        {
            lock (_lock)
            {
                return (_seen.Count, _duplicates, _differing, _without);
            }
        }
    }

    public void Add(SinkRecord record)
    {
        var id = record[key] ?? FromBody(record.Body);
        lock (_lock)
        {
            if (id is null)
            {
                _without++;
            }
            else if (_seen.TryGetValue(id, out var seen))
            {
                _duplicates++;
                _differing += seen.Hash == record.Hash ? 0 : 1;
                _seen[id] = (seen.Count + 1, seen.Hash);
            }
            else
            {
                _seen[id] = (1, record.Hash);
            }
        }
    }

    /// <summary>The ids, each with its count.</summary>
    public IReadOnlyList<(string Id, int Count)> All()
    {
        lock (_lock)
        {
            return [.. _seen.Select(s => (s.Key, s.Value.Count))];
        }
    }

    private string? FromBody(string body)
    {
        var at = body.IndexOf(key + "=", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        at += key.Length + 1;
        var end = body.IndexOfAny([' ', '\n', '"'], at);
        return end < 0 ? body[at..] : body[at..end];
    }
}
