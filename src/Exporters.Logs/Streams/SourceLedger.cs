using System.Collections.Concurrent;

namespace Exporters.Logs.Streams;

/// <summary>
/// What became of each line of one source: read = delivered + pending + rejected + dropped, at every moment. Counted on from run to
/// run: what was pending when a run ended is read again by the next.
/// </summary>
internal sealed class SourceLedger(string source)
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _delivered;
    private long _pending;
    private long _repaired;
    private long _cut;

    /// <summary>The source's name, the <c>source</c> label.</summary>
    public string Source { get; } = source;

    /// <summary>Lines that the receiver acknowledged.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Lines read and not yet settled.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>Lines that held bytes which are no UTF-8, or NUL, and were sent with U+FFFD; since the start.</summary>
    public long Repaired => Interlocked.Read(ref _repaired);

    /// <summary>Lines longer than <c>max_line_bytes</c>, sent without what was too much; since the start.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Lines refused for good, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => _rejected;

    /// <summary>Lines not sent by configuration, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>Newest timestamp delivered, UTC ticks; 0 before the first.</summary>
    public long DeliveredUpToTicks { get; set; }

    /// <summary>All numbers of one moment; read is their sum.</summary>
    public (long Read, long Delivered, long Pending, long Rejected, long Dropped) Snapshot()
    {
        lock (_gate)
        {
            var rejected = Sum(_rejected);
            var dropped = Sum(_dropped);
            return (_delivered + _pending + rejected + dropped, _delivered, _pending, rejected, dropped);
        }
    }

    /// <summary>Takes up the numbers of the runs before.</summary>
    public void Restore(long delivered, IReadOnlyDictionary<string, long> rejected, IReadOnlyDictionary<string, long> dropped)
    {
        _delivered = delivered;
        foreach (var (reason, lines) in rejected)
        {
            _rejected[reason] = lines;
        }

        foreach (var (reason, lines) in dropped)
        {
            _dropped[reason] = lines;
        }
    }

    public void AddPending(long lines) => Interlocked.Add(ref _pending, lines);

    public void AddRepaired(int lines) => Interlocked.Add(ref _repaired, lines);

    public void AddCut(int lines) => Interlocked.Add(ref _cut, lines);

    /// <summary>Pending lines that are settled now.</summary>
    public void Settle(long delivered, ReadOnlySpan<(string Reason, long Lines)> rejected, ReadOnlySpan<(string Reason, long Lines)> dropped)
    {
        lock (_gate)
        {
            var settled = delivered;
            _delivered += delivered;
            foreach (var (reason, lines) in rejected)
            {
                settled += lines;
                _rejected.AddOrUpdate(reason, lines, (_, before) => before + lines);
            }

            foreach (var (reason, lines) in dropped)
            {
                settled += lines;
                _dropped.AddOrUpdate(reason, lines, (_, before) => before + lines);
            }

            Interlocked.Add(ref _pending, -settled);
        }
    }

    private static long Sum(ConcurrentDictionary<string, long> lines)
    {
        var sum = 0L;
        foreach (var (_, count) in lines)
        {
            sum += count;
        }

        return sum;
    }
}
