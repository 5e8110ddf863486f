using Exporters.Linux.Files;
using Exporters.Logs.Batching;
using Exporters.Logs.Framing;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tailing;

/// <summary>
/// Follows files through everything that may happen to them: each round reads on in those that move, each discovery finds new
/// ones and notices which lost their name. Single threaded; looks, reads, and never waits.
/// </summary>
internal sealed partial class FileFollower : IDisposable
{
    // A file that stands still for so long is only looked at by discovery.
    private static readonly TimeSpan CoolsAfter = TimeSpan.FromSeconds(10);

    // A file that was known in an earlier run and is nowhere: its mount may be late, but not by so much.
    private static readonly TimeSpan ForgetsAfter = TimeSpan.FromDays(7);

    // A file that lost its name is looked for: in the middle of a rotation it may be listed nowhere.
    private const long RotatingTakes = 10 * TimeSpan.TicksPerSecond;

    // A log whose file is gone may get another one that is rotated away before anybody looks; then this one tells what came since.
    private const long VacancyLasts = 10 * TimeSpan.TicksPerMinute;

    // A file that waits for its turn is looked at this often, lest its content be replaced unseen.
    private const long LooksWhileWaiting = TimeSpan.TicksPerSecond / 4;

    private readonly Batcher _batcher;
    private readonly IReadOnlyList<IFileFinder> _finders;
    private readonly FollowOptions _options;
    private readonly StreamNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OpenFiles _open;
    private readonly FileTailer _tailer;
    private readonly RotationTracker _rotations;
    private readonly ReadingOrder _order;
    private readonly StreamOrders _turns;
    private readonly DirectoryEvents? _events;
    private readonly FileTable _files = new();
    private readonly List<TailedFile> _hot = [];
    private readonly List<FoundFile> _found = [];
    private readonly List<(TailedFile File, string FormerPath)> _renamed = [];
    private readonly List<(TailedFile File, string FormerPath)> _repeats = [];
    private readonly List<(FoundFile File, FileStatus Status)> _unknown = [];
    private readonly List<TailedFile> _changed = [];
    private readonly KnownFiles _known = new();
    private readonly HashSet<IFileFinder> _looked = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Reason)> _unreadable = [];
    private readonly UnreadableFiles _unreadableFiles;

    // Lost their name and were not found under another; since when.
    private readonly List<(TailedFile File, long SinceTicks)> _missing = [];

    // Gone, and nothing has their name yet; since when. Their checkpoints stay so long.
    private readonly List<(TailedFile File, long SinceTicks)> _awaitingSuccessor = [];

    // Taken up from an earlier run and not yet seen by discovery.
    private readonly List<TailedFile> _restored = [];
    private TailedFile? _resumeAt;
    private volatile string? _readingNow;
    private int _next;
    private long _round;
    private long _discoverAtTicks;
    private long _lastDiscoveryTicks;

    public FileFollower(
        Intake intake, IReadOnlyList<IFileFinder> finders, FollowOptions options, StreamNumbers numbers, TimeProvider time, ILogger logger)
    {
        _batcher = intake.Batcher;
        _finders = finders;
        _options = options;
        _numbers = numbers;
        _time = time;
        _logger = logger;
        _events = options.UsesEvents ? DirectoryEvents.TryOpen() : null;
        _open = new OpenFiles(options.MaxOpenFiles);
        _tailer = new FileTailer(_open, new EventReader(intake, time), options.Times);
        _unreadableFiles = new UnreadableFiles(logger);
        _rotations = new RotationTracker(_files, _open, numbers);
        _order = new ReadingOrder(_files);
        _turns = new StreamOrders(options.ReadsAhead, options.Labels, _batcher);
    }

    /// <summary>The files known, for the page.</summary>
    public FileTable Files => _files;

    /// <summary>Files that match and must not be read, with the bounded reason.</summary>
    public IReadOnlyList<(string Path, string Reason)> Unreadable => _unreadableFiles.All;

    /// <summary>Called with the files known, after each discovery.</summary>
    public Action<IReadOnlyCollection<TailedFile>>? Discovered { get; set; }

    /// <summary>The file that is being read at this moment; null when none is. Any thread may ask.</summary>
    public string? ReadingNow => _readingNow;

    /// <summary>Whether every file was read up to its end in the last round, as far as room allowed.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Whether a file holds bytes that were not read; a last line without its end is such.</summary>
    public bool HasUnread => _hot.Exists(static file => file.HasUnread);

    /// <summary>
    /// Takes up a file of an earlier run. It belongs to the source whose patterns match it now, whatever that source was called then;
    /// whether it is still there, discovery finds out.
    /// </summary>
    /// <param name="state">What the checkpoints hold.</param>
    /// <param name="owner">The finder that wants its path, or may want it once it knows its files; null for none: then it waits until a finder finds it.</param>
    public void Restore(StreamState state, FileOwner? owner)
    {
        if (owner is not { Finder.IsReady: true } known)
        {
            _known.Add(state, owner);
            return;
        }

        var file = Restored(state, known.Source, known.Resource);
        Register(file);
        _restored.Add(file);
    }

    private static TailedFile Restored(StreamState state, SourceSetup source, LogResource resource) =>
        new(state.Id, source, source.PathLabels?.Over(resource, state.Identity!.FirstPath) ?? resource)
        {
            Identity = state.Identity,
            Attributes = [new("log.file.path", state.Identity!.FirstPath)],
            Read = state.Acked,
            AckedOffset = state.Acked.Offset,
            LastTicks = state.LastTicks,
            ModifiedTicks = state.ModifiedTicks,
            Replay = Replay.Of(state),
            MustVerify = true,
            LogPath = state.Identity.FirstPath,
        };

    private void Register(TailedFile file)
    {
        if (_files.ByIdentity(file.Identity!.Device, file.Identity.Inode) is { } other)
        {
            // A run that died had noted what took the place of a file's content, and not yet that the file is over.
            var (older, newer) = other.Id < file.Id ? (other, file) : (file, other);
            _files.Remove(older);
            _rotations.Gone.Add(older);
            file = newer;
        }

        _files.Add(file);
        _files.HoldName(file);
        _files.NoteLast(file);
    }

    /// <summary>One look at everything that may have moved; true when there is more to read at once.</summary>
    public bool Round()
    {
        var now = _time.GetUtcNow().UtcTicks;
        _events?.Drain(OnDirectoryEvent);
        if (now >= _discoverAtTicks || now < _lastDiscoveryTicks || HasNews())
        {
            Discover(now);
        }

        var more = false;
        var noRoom = false;
        (_turns.HasMoved, _turns.HasWaiting) = (false, false);
        for (var left = _hot.Count; left > 0; left--)
        {
            _next = _next < 0 || _next >= _hot.Count ? _hot.Count - 1 : _next;
            var file = _hot[_next];
            if (file.IsOver)
            {
                Cool(_next--);
                continue;
            }

            var result = noRoom ? LookOnly(file) : LookAt(file, now, ref more);
            if (result == TailResult.NoRoom && !noRoom)
            {
                noRoom = true;
                _resumeAt = file;
            }

            more |= result == TailResult.More;
            if (result == TailResult.Replaced)
            {
                Replace(file, now);
                more |= !noRoom;
            }

            if (!Continues(file, result, now))
            {
                Cool(_next);
            }

            _next--;
        }

        if (noRoom)
        {
            // Whoever found no room is the first to get some.
            _next = _hot.IndexOf(_resumeAt!);
        }

        more |= _turns is { HasWaiting: true, HasMoved: true } && !noRoom;
        HasRead = !more && !noRoom;
        return more;
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        _open.Dispose();
        _events?.Dispose();
    }

    private TailResult LookAt(TailedFile file, long now, ref bool more)
    {
        if (file.Predecessor is { } before)
        {
            if (before.IsHot && (before.MustVerify || (before.HasUnread && !IsRead(before, file, now))))
            {
                more |= before.MustVerify;
                return LookOnly(file);
            }

            file.Predecessor = null;
        }

        if (!_turns.Begin(file, now))
        {
            if (now - file.WaitLookTicks is >= 0 and < LooksWhileWaiting)
            {
                return TailResult.Waits;
            }

            file.WaitLookTicks = now;
            return LookOnly(file);
        }

        _readingNow = file.Path;
        var result = _tailer.Poll(file, now);
        _readingNow = null;
        _turns.Note(file, result, now);
        return result;
    }

    /// <summary>
    /// Whether all of a file was read that the one after it has to wait for: what is held for a line that may belong to it as well,
    /// but not for ever, for somebody may write to both.
    /// </summary>
    private bool IsRead(TailedFile before, TailedFile file, long now)
    {
        if (before.Tried is not { } tried)
        {
            return false;
        }

        if (file.WaitsSinceTicks == 0)
        {
            file.WaitsSinceTicks = now;
        }

        var enough = _options.Times.AfterRotation + before.Source.Bounds.Timeout;
        return before.IsDrained || (before.IsAttached && tried >= Flush.Event) || now - file.WaitsSinceTicks >= enough.Ticks;
    }

    /// <summary>While there is no room nothing is read, but a copy made before a truncation must be held as long as it can be found.</summary>
    private TailResult LookOnly(TailedFile file) =>
        file.Handle is not null && _tailer.IsReplaced(file) ? TailResult.Replaced : TailResult.Waits;

    private void OnDirectoryEvent(string directory, ReadOnlySpan<char> name, bool onlyContent)
    {
        if (!onlyContent)
        {
            _discoverAtTicks = 0;
        }
        else if (_files.ByPath(directory, name) is { } file)
        {
            Warm(file);
        }
    }

    /// <summary>Where a file is must be known after a kill, also when nothing was read of it: it may lose its name while nobody looks.</summary>
    private void Checkpoint(TailedFile file)
    {
        var part = _batcher.Begin(file);
        if (part.Lines == 0 && file.AckedOffset == file.Read.Offset)
        {
            part.From = new SettledPosition(file.Read, file.LastTicks, file.ModifiedTicks);
        }

        _batcher.Seal(file, file.Read, file.ModifiedTicks);
    }

    /// <summary>Whether the file must be looked at in the next round too.</summary>
    private bool Continues(TailedFile file, TailResult result, long now)
    {
        if (result == TailResult.Replaced)
        {
            return file.Handle is not null;
        }

        if (result == TailResult.Waits)
        {
            return true;
        }

        if (result == TailResult.Closed)
        {
            // One that is looked for is not over yet.
            if (!file.IsAttached && !_missing.Exists(missing => missing.File == file))
            {
                End(file, now);
            }

            return false;
        }

        var silent = now - file.GrownTicks;
        if (file.IsAttached)
        {
            return file.HasUnread || silent < CoolsAfter.Ticks;
        }

        file.IsDrained |= result == TailResult.Idle && !file.HasUnread && silent >= _options.Times.AfterRotation.Ticks;
        if (!file.IsDrained || file.AckedOffset < file.Read.Offset)
        {
            return true;
        }

        if (file.IsDeleted)
        {
            End(file, now);
        }

        _open.Close(file);
        return false;
    }

    private void Warm(TailedFile file)
    {
        if (!file.IsHot && !file.IsOver)
        {
            file.IsHot = true;
            _hot.Add(file);
            _turns.Enter(file);
        }
    }

    private void Cool(int index)
    {
        _hot[index].IsHot = false;
        _turns.Leave(_hot[index]);
        _hot[index] = _hot[^1];
        _hot.RemoveAt(_hot.Count - 1);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{FirstPath} was renamed to {Path}; reading goes on there")]
        public static partial void Renamed(ILogger logger, string firstPath, string path);

        [LoggerMessage(2, LogLevel.Information, "{Path} was truncated or replaced after {Offset} bytes had been read; reading starts anew")]
        public static partial void Replaced(ILogger logger, string path, long offset);

        [LoggerMessage(3, LogLevel.Warning, "{Path} was deleted before {Bytes} bytes of it were read; they are lost. Keep one rotated file uncompressed, or raise logs.max_open_files")]
        public static partial void Lost(ILogger logger, string path, long bytes);

        [LoggerMessage(4, LogLevel.Information, "{Path} came between two looks at {LivePath}; it is read first")]
        public static partial void FoundBetween(ILogger logger, string path, string livePath);
    }
}
