using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Delivery;
using Exporters.Logs.Otlp;
using Exporters.Logs.Paths;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Pipeline;

/// <summary>
/// Reading and sending side by side: one loop looks at the sources and fills batches, the other delivers them. They share the
/// queue of the batcher and nothing else.
/// </summary>
internal sealed class LogPipeline : IAsyncDisposable
{
    /// <summary>A loop that has not come round for so long is measured from outside, this often.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);

    private readonly LogsConfig _config;
    private readonly CheckpointStore _store;
    private readonly ISender _sender;
    private readonly TimeProvider _time;
    private readonly Batcher _batcher;
    private readonly Dispatcher _dispatcher;
    private readonly WakeSignal _signal = new();
    private volatile bool _wantsRoom;
    private volatile string? _readingNow;
    private long _lookedAt;

    // The one wait on the signal: another at every poll would leave the old ones behind to swallow later signals.
    private Task? _signalled;

    // The same for the next poll: at full speed a signal comes long before it, hundreds of times a second.
    private Task? _poll;

    public LogPipeline(LogsConfig config, CheckpointStore store, ISender sender, IReadOnlyList<PipelineSource> sources, TimeProvider time, ILoggerFactory loggers)
    {
        _config = config;
        _store = store;
        _sender = sender;
        _time = time;
        _batcher = new Batcher(config.Batch, time);
        _dispatcher = new Dispatcher(_batcher, sender, store, time, loggers.CreateLogger("Exporters.Logs.Delivery")) { Released = OnReleased };
        Sources = sources;
        var numbers = new StreamNumbers(store.State.HighestId);
        var intake = new Intake(_batcher);
        Follower = new FileFollower(
            intake, [.. sources.Select(s => s.Finder).OfType<IFileFinder>()], config.Follow, numbers, time, loggers.CreateLogger("Exporters.Logs.Files"));
        Meter = new LagMeter(sources, time);
        Follower.Discovered = Meter.Take;
        _lookedAt = time.GetTimestamp();
        try
        {
            RestoreLedgers();
            RestoreFiles();
            OpenReaders(intake, numbers);
        }
        catch
        {
            CloseSources();
            throw;
        }
    }

    public IReadOnlyList<PipelineSource> Sources { get; }

    public FileFollower Follower { get; }

    /// <summary>Whether the sources were looked at for the first time.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How long ago all sources had been looked at: long when one of them does not answer.</summary>
    public TimeSpan SinceLook => _time.GetElapsedTime(Volatile.Read(ref _lookedAt));

    /// <summary>Why the checkpoints cannot be written now; null when they can.</summary>
    public string? StateProblem => _dispatcher.StateProblem;

    /// <summary>What is being read at this moment, for when it does not answer: a file, or the name of a source; null between two looks.</summary>
    public string? ReadingNow => Follower.ReadingNow ?? _readingNow;

    /// <summary>How far the sources are behind.</summary>
    public LagMeter Meter { get; }

    /// <summary>Bytes of the lines read.</summary>
    public long BytesRead => _batcher.BytesRead;

    /// <summary>
    /// Runs until told to stop, or until everything was read when <paramref name="untilRead"/>. Then what was read is sent, and
    /// acknowledgement awaited until <paramref name="abandon"/> says otherwise or the shutdown timeout is over; then a snapshot is written.
    /// </summary>
    /// <param name="untilRead">Whether to stop when all files were read to their end.</param>
    /// <param name="stop">Stop reading, deliver what was read.</param>
    /// <param name="abandon">End at once. Nothing is lost: the next run sends it.</param>
    /// <returns>Whether everything that was read is settled.</returns>
    public async Task<bool> RunAsync(bool untilRead, CancellationToken stop, CancellationToken abandon)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        using var read = new CancellationTokenSource();
        var sending = Task.Run(() => _dispatcher.RunAsync(deadline.Token), CancellationToken.None);
        var watching = Task.Run(() => WatchAsync(read.Token), CancellationToken.None);
        try
        {
            await ReadAsync(untilRead, sending, stop);
        }
        finally
        {
            await read.CancelAsync();
            await watching;
            _batcher.CloseAll();
            _batcher.Complete();
            if (!untilRead || stop.IsCancellationRequested)
            {
                deadline.CancelAfter(_config.ShutdownTimeout);
            }

            try
            {
                await sending;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                // What is not acknowledged by now is sent by the next run.
            }
        }

        _store.TryCompact();
        return _batcher.IsEmpty;
    }

    public async ValueTask DisposeAsync()
    {
        CloseSources();
        await _sender.DisposeAsync();
        _store.Dispose();
        _signal.Dispose();
    }

    private void CloseSources()
    {
        Follower.Dispose();
        foreach (var source in Sources)
        {
            (source.Finder as IDisposable)?.Dispose();
            source.Reader?.Dispose();
        }
    }

    private async Task ReadAsync(bool untilRead, Task sending, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !sending.IsCompleted)
        {
            var more = Follower.Round();
            foreach (var source in Sources)
            {
                _readingNow = source.Setup.Ledger.Source;
                more |= source.Reader?.Read() ?? false;
            }

            _readingNow = null;

            _batcher.CloseAged();
            Meter.MeasureAfterLook();
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            IsOpen = true;
            if (untilRead && Follower.HasRead && Sources.All(s => s.Reader?.IsAtEnd ?? true) && !Follower.HasUnread)
            {
                return;
            }

            if (!more)
            {
                await WaitAsync(stop);
            }
        }
    }

    /// <summary>Until a batch is given back while there is no room, a source has something new, or it is time to look again.</summary>
    private async Task WaitAsync(CancellationToken stop)
    {
        _wantsRoom = !Follower.HasRead || Sources.Any(s => s.Reader?.WantsRoom ?? false);
        if (_wantsRoom && _batcher.HasRoom)
        {
            return;
        }

        _signalled ??= _signal.WaitAsync(stop);
        _poll ??= Task.Delay(_config.PollInterval, _time, stop);
        await Task.WhenAny(_signalled, _poll);
        if (_signalled.IsCompleted)
        {
            _signalled = null;
        }

        if (_poll.IsCompleted)
        {
            _poll = null;
        }
    }

    private void OnReleased()
    {
        if (_wantsRoom)
        {
            _signal.Set();
        }
    }

    /// <summary>While the loop stands somebody else has to say how far it is behind.</summary>
    private async Task WatchAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(WatchInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                if (SinceLook > WatchInterval)
                {
                    Meter.MeasureWhileStanding(Volatile.Read(ref _lookedAt));
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It is over.
        }
    }

    private void RestoreLedgers()
    {
        foreach (var source in Sources)
        {
            if (_store.State.Sources.TryGetValue(source.Setup.Ledger.Source, out var totals))
            {
                source.Setup.Ledger.Restore(totals.Delivered, totals.Rejected, totals.Dropped);
            }
        }
    }

    private void RestoreFiles()
    {
        foreach (var stream in _store.State.Streams.Values)
        {
            if (stream.Identity is not null)
            {
                Follower.Restore(stream, OwnerOf(stream));
            }
        }
    }

    /// <summary>
    /// The source that a known file belongs to: the first whose patterns match where it was last, as in discovery; then where it was
    /// first, for a rotated file; then the live file that its first name extends, for one that was found rotated already and that no
    /// pattern matches; then the one of the same name if it does not know its files yet.
    /// </summary>
    private FileOwner? OwnerOf(StreamState stream)
    {
        var file = stream.Identity!;
        var source = Sources.FirstOrDefault(s => s.Finder?.IsWanted(file.Path) == true)
            ?? Sources.FirstOrDefault(s => s.Finder?.IsWanted(file.FirstPath) == true)
            ?? Sources.FirstOrDefault(s => RotatedNames.LivePaths(file.FirstPath).Any(live => s.Finder?.IsWanted(live) == true))
            ?? Sources.FirstOrDefault(s => s.Finder is { IsReady: false } && s.Setup.Ledger.Source == stream.Source);
        return source is { Finder: { } finder } ? new FileOwner(finder, source.Setup, source.Resource) : null;
    }

    /// <summary>Streams that are no files belong to the source of the same name, or, if none has it now, to the first source of their kind.</summary>
    private void OpenReaders(Intake intake, StreamNumbers numbers)
    {
        var names = Sources.Select(s => s.Setup.Ledger.Source).ToHashSet(StringComparer.Ordinal);
        var orphans = _store.State.Streams.Values.Where(s => !names.Contains(s.Source)).ToList();
        foreach (var source in Sources)
        {
            if (source.Reader is not { } reader)
            {
                continue;
            }

            var adopted = orphans.FindAll(reader.IsOfItsKind);
            orphans.RemoveAll(adopted.Contains);
            reader.Open(intake, numbers, [.. _store.State.Streams.Values.Where(s => s.Source == source.Setup.Ledger.Source), .. adopted], _signal.Set);
        }
    }
}
