using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;

namespace Exporters.Logs.Pipeline;

/// <summary>
/// Measures how far each source is behind and since when it makes no progress. The reading loop calls it after each look; while the
/// loop stands, in an expression or a file system that does not answer, another thread does, which asks for the files' sizes itself.
/// </summary>
internal sealed class LagMeter(IReadOnlyList<PipelineSource> sources, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourceLedger, Progress> _progress = [];

    // Replaced whole by the loop, since its own table must not be read while it changes.
    private volatile TailedFile[] _files = [];
    private volatile IReadOnlyList<SourceLag> _lag = [];
    private long _measuredTicks;

    /// <summary>Lag of each source, as it was measured last.</summary>
    public IReadOnlyList<SourceLag> Lag => _lag;

    /// <summary>Files followed.</summary>
    public int FileCount => _files.Length;

    /// <summary>How long a source has had something waiting and neither read nor settled any of it; zero while it makes progress.</summary>
    public TimeSpan Stalled(in SourceLag lag) => lag.StandsSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>The files that are known by now. Called by the loop.</summary>
    public void Take(IReadOnlyCollection<TailedFile> files) => _files = [.. files];

    /// <summary>Measures, at most once a second. Called by the loop.</summary>
    public void MeasureAfterLook()
    {
        var now = time.GetUtcNow().UtcTicks;
        if (_measuredTicks == 0 || now - _measuredTicks is < 0 or >= TimeSpan.TicksPerSecond)
        {
            Measure(now, lookedAt: null, static file => file.LagBytes);
        }
    }

    /// <summary>
    /// Measures while the loop stands; may wait for a file system. How much waits in a journal or at a daemon only its reader could tell,
    /// so such a source counts as standing since the loop came round.
    /// </summary>
    /// <param name="lookedAt">Timestamp of the last look at all sources.</param>
    public void MeasureWhileStanding(long lookedAt) => Measure(time.GetUtcNow().UtcTicks, lookedAt, static file =>
        FileStatus.TryRead(file.Path, out var status) == Errno.None && status.Device == file.Identity!.Device && status.Inode == file.Identity.Inode
            ? Math.Max(0, status.Size - file.AckedOffset)
            : file.LagBytes);

    private void Measure(long now, long? lookedAt, Func<TailedFile, long> lagBytes)
    {
        var bytes = new Dictionary<SourceLedger, long>();
        foreach (var file in _files)
        {
            bytes[file.Source.Ledger] = bytes.GetValueOrDefault(file.Source.Ledger) + lagBytes(file);
        }

        lock (_lock)
        {
            _measuredTicks = now;
            _lag = [.. sources.Select(source => Of(source, bytes.GetValueOrDefault(source.Setup.Ledger) + (source.Reader?.LagBytes ?? 0), now, source.Reader is null ? null : lookedAt))];
        }
    }

    private SourceLag Of(PipelineSource source, long bytes, long now, long? standsSince)
    {
        var ledger = source.Setup.Ledger;
        var (read, _, pending, _, _) = ledger.Snapshot();
        if (bytes == 0 && pending == 0)
        {
            _progress.Remove(ledger);
            return new SourceLag(ledger, 0, 0, standsSince);
        }

        if (!_progress.TryGetValue(ledger, out var before) || before.Read != read || before.Pending != pending)
        {
            _progress[ledger] = before = new Progress(read, pending, time.GetTimestamp());
        }

        if (ledger.DeliveredUpToTicks == 0)
        {
            // Nothing was delivered by this run: it is as far behind as it has been waiting.
            ledger.DeliveredUpToTicks = now;
        }

        return new SourceLag(ledger, bytes, Math.Max(0, TimeSpan.FromTicks(now - ledger.DeliveredUpToTicks).TotalSeconds), before.Since);
    }

    /// <summary>What the ledger said, and since when it says so.</summary>
    private readonly record struct Progress(long Read, long Pending, long Since);
}
