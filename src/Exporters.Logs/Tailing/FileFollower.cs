using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Records;
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

    private readonly Batcher _batcher;
    private readonly IReadOnlyList<IFileFinder> _finders;
    private readonly FollowOptions _options;
    private readonly StreamNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OpenFiles _open;
    private readonly FileTailer _tailer;
    private readonly Successions _successions;
    private readonly DirectoryEvents? _events = DirectoryEvents.TryOpen();
    private readonly FileTable _files = new();
    private readonly List<TailedFile> _hot = [];
    private readonly List<FoundFile> _found = [];
    private readonly List<(TailedFile File, string FormerPath)> _renamed = [];
    private readonly List<(FoundFile File, FileStatus Status)> _unknown = [];
    private readonly List<TailedFile> _changed = [];
    private readonly List<(IFileFinder Finder, TailedFile File)> _waiting = [];
    private readonly HashSet<IFileFinder> _looked = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Reason)> _unreadable = [];

    // Lost their name and were not found under another; since when.
    private readonly List<(TailedFile File, long SinceTicks)> _missing = [];

    // Taken up from an earlier run and not yet seen by discovery.
    private readonly List<TailedFile> _restored = [];
    private TailedFile? _resumeAt;
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
        _open = new OpenFiles(options.MaxOpenFiles);
        _tailer = new FileTailer(_open, new EventReader(intake), options.Times);
        _successions = new Successions(_files, _open, numbers);
    }

    /// <summary>The files known, for the page.</summary>
    public FileTable Files => _files;

    /// <summary>Files that match and must not be read, with the bounded reason.</summary>
    public IReadOnlyList<(string Path, string Reason)> Unreadable { get; private set; } = [];

    /// <summary>Whether every file was read up to its end in the last round, as far as room allowed.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Whether a file holds bytes that were not read; a last line without its end is such.</summary>
    public bool HasUnread => _hot.Exists(static file => file.HasUnread);

    /// <summary>Takes up a file of an earlier run. Whether it is there still, discovery finds out.</summary>
    /// <param name="state">What the checkpoints hold.</param>
    /// <param name="source">Its source.</param>
    /// <param name="resource">What it is called until it is found.</param>
    /// <param name="finder">Who finds it; until that one knows its files nothing is done about it. Null for now.</param>
    public void Restore(StreamState state, SourceSetup source, LogResource resource, IFileFinder? finder = null)
    {
        var file = new TailedFile(state.Id, source, source.PathLabels?.Over(resource, state.Identity!.FirstPath) ?? resource)
        {
            Identity = state.Identity,
            Attributes = [new("log.file.path", state.Identity!.FirstPath)],
            Read = state.Acked,
            AckedOffset = state.Acked.Offset,
            LastTicks = state.LastTicks,
            ModifiedTicks = state.ModifiedTicks,
            Replay = Replay.Of(state),
            MustVerify = true,
        };
        if (finder is { IsReady: false })
        {
            _waiting.Add((finder, file));
            return;
        }

        _files.Add(file);
        _files.HoldName(file);
        _restored.Add(file);
    }

    /// <summary>One look at everything that may have moved; true when there is more to read at once.</summary>
    public bool Round()
    {
        var now = _time.GetUtcNow().UtcTicks;
        _events?.Drain(Note);
        if (now >= _discoverAtTicks || now < _lastDiscoveryTicks || HasNews())
        {
            Discover(now);
        }

        var more = false;
        var noRoom = false;
        for (var left = _hot.Count; left > 0; left--)
        {
            _next = _next < 0 || _next >= _hot.Count ? _hot.Count - 1 : _next;
            var file = _hot[_next];
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

        HasRead = !more && !noRoom;
        return more;
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        _open.Dispose();
        _events?.Dispose();
    }

    /// <summary>Matches the patterns and sees what became of each file.</summary>
    public void Discover(long now)
    {
        _round++;
        _discoverAtTicks = long.MaxValue;
        _found.Clear();
        _directories.Clear();
        _renamed.Clear();
        _unreadable.Clear();
        foreach (var finder in _finders)
        {
            Find(finder);
        }

        foreach (var directory in _directories)
        {
            _events?.Watch(directory);
        }

        _unknown.Clear();
        _changed.Clear();
        foreach (var found in _found)
        {
            See(found);
        }

        if (_unknown.Count > 0 || _renamed.Count > 0 || _files.LostTheirName(_round).Count > 0)
        {
            // What is found new may be a copy made before a truncation that was not noticed yet: that belongs to the file copied.
            foreach (var file in _changed)
            {
                if (file.Identity!.HeadLength > 0 && _tailer.IsReplaced(file))
                {
                    Replace(file, now);
                }
            }
        }

        var created = new List<TailedFile>();
        foreach (var (found, status) in _unknown)
        {
            Meet(found, status, now, created);
        }

        foreach (var file in created)
        {
            // Its live file may have been truncated after this copy was made; then the copies before this one come first.
            if (_successions.LiveOf(file) is { IsHot: true } live && _tailer.IsReplaced(live))
            {
                Replace(live, now);
            }
        }

        // All of them first: the copy of one must not be taken for a file that came after another.
        foreach (var file in _files.LostTheirName(_round))
        {
            _renamed.Add((file, file.Path));
            LoseName(file, now);
        }

        FindMissing(now);
        foreach (var (file, path) in _renamed)
        {
            Succeed(file, path);
        }

        // Oldest first: rotated files that were there before us go out before what follows them.
        created.Sort(static (a, b) => b.ModifiedTicks.CompareTo(a.ModifiedTicks));
        foreach (var file in created)
        {
            _successions.FollowRotated(file);
            Warm(file);
        }

        foreach (var file in _successions.Gone)
        {
            End(file);
        }

        _successions.Gone.Clear();
        _successions.Resume(_restored);
        _restored.Clear();
        foreach (var file in _files.Finished())
        {
            Forget(file);
        }

        Unreadable = [.. _unreadable];
        _lastDiscoveryTicks = now;
        // Ten times what it took, at least, so that matching ten thousand names again and again never fills a core.
        var took = _time.GetUtcNow().UtcTicks - now;
        _discoverAtTicks = Math.Min(_discoverAtTicks, now + Math.Max(_options.DiscoveryInterval.Ticks, took * 10));
    }

    private bool HasNews()
    {
        foreach (var finder in _finders)
        {
            if (finder.HasNews)
            {
                return true;
            }
        }

        return false;
    }

    private void Find(IFileFinder finder)
    {
        var isFirst = finder.IsReady && _looked.Add(finder);
        for (var i = _waiting.Count - 1; isFirst && i >= 0; i--)
        {
            if (_waiting[i].Finder == finder)
            {
                _files.Add(_waiting[i].File);
                _files.HoldName(_waiting[i].File);
                _waiting.RemoveAt(i);
            }
        }

        var before = _found.Count;
        finder.Find(_found, _directories, _unreadable);
        for (var i = before; isFirst && i < _found.Count; i++)
        {
            _found[i] = _found[i] with { IsFirstLook = true };
        }
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

        return _tailer.Poll(file, now);
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

    private void Note(string directory, ReadOnlySpan<char> name, bool onlyContent)
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

    private void See(FoundFile found)
    {
        var error = FileStatus.TryRead(found.Path, out var status);
        if (error != Errno.None || !status.IsRegular)
        {
            if (error is Errno.AccessDenied or Errno.NotPermitted)
            {
                _unreadable.Add((found.Path, "denied"));
            }

            return;
        }

        if (_files.ByIdentity(status.Device, status.Inode) is { } known)
        {
            Recognise(known, found, status);
        }
        else
        {
            _unknown.Add((found, status));
        }
    }

    private void Meet(FoundFile found, FileStatus status, long now, List<TailedFile> created)
    {
        if (_files.ByIdentity(status.Device, status.Inode) is { } known)
        {
            Recognise(known, found, status);
            return;
        }

        if (_successions.TryAdopt(found, status) is { } moved)
        {
            moved.SeenRound = _round;
            Warm(moved);
            return;
        }

        if (_successions.MayBeCopyUnderWay(found.Path, status, now))
        {
            // The content of a file that goes on under its own name: a copy before a truncation, or one that somebody made. The next
            // discoveries tell.
            _discoverAtTicks = Math.Min(_discoverAtTicks, now + TimeSpan.TicksPerSecond);
            return;
        }

        var file = Create(found, status);
        if (_options.StartAtEnd && found.IsFirstLook && !_numbers.HasHistory)
        {
            StartAtEnd(file);
        }

        Note(file);
        created.Add(file);
    }

    private void Recognise(TailedFile file, FoundFile found, FileStatus status)
    {
        if (file.SeenRound == _round)
        {
            // A second name of the same file.
            return;
        }

        file.SeenRound = _round;
        if (file.Source.PathLabels is null)
        {
            file.Resource = found.Resource;
        }

        if (file.Path != found.Path)
        {
            _renamed.Add((file, file.Path));
            _files.Rename(file, found.Path);
            file.Identity = file.Identity! with { Target = RealPath.IfLinked(found.Path) };
            file.MustVerify = true;
            Log.Renamed(_logger, file.Identity!.FirstPath, found.Path);
        }

        if (!file.IsAttached)
        {
            file.IsDrained = false;
            _open.Attach(file);
        }

        _files.HoldName(file);
        if (file.Unreadable is { } reason)
        {
            _unreadable.Add((file.Path, reason));
        }

        if (status.Size != file.Size || status.ModifiedTicks != file.ModifiedTicks || file.MustVerify || file.Unreadable is not null)
        {
            _changed.Add(file);
            Warm(file);
        }
    }

    private TailedFile Create(FoundFile found, FileStatus status)
    {
        var file = new TailedFile(_numbers.Next(), found.Source, found.Source.PathLabels?.Over(found.Resource, found.Path) ?? found.Resource)
        {
            Identity = new FileIdentity(status.Device, status.Inode, 0, 0, found.Path, found.Path) { Target = RealPath.IfLinked(found.Path) },
            Attributes = [new("log.file.path", found.Path)],
            Size = status.Size,
            ModifiedTicks = status.ModifiedTicks,
            MustVerify = true,
            SeenRound = _round,
        };
        _files.Add(file);
        _files.HoldName(file);
        return file;
    }

    /// <summary>Where a file is must be known after a kill, also when nothing was read of it: it may lose its name while nobody looks.</summary>
    private void Note(TailedFile file)
    {
        _batcher.Begin(file);
        _batcher.Seal(file, file.Read, file.ModifiedTicks);
    }

    private void StartAtEnd(TailedFile file)
    {
        if (_open.Open(file) is not { } handle || FileStatus.TryRead(handle, out var status) != Errno.None || status.Size == 0)
        {
            return;
        }

        var tail = new byte[Math.Min(status.Size, Position.MaxTail)];
        var got = RandomAccess.Read(handle, tail, status.Size - tail.Length);
        if (got == tail.Length)
        {
            file.Read = new Position(status.Size, tail[^1] == '\n' || LocalLog.IsOne(file) ? WithinLine.No : WithinLine.TooLong, tail.Length, ByteHash.Compute(tail));
            file.AckedOffset = status.Size;
        }
    }

    /// <summary>Its path leads elsewhere or nowhere.</summary>
    private void LoseName(TailedFile file, long now)
    {
        var path = file.Path;
        var isForgotten = file.SeenRound == 0 && now - file.ModifiedTicks > ForgetsAfter.Ticks;
        if (_successions.Detach(file))
        {
            Warm(file);
            if (file.Identity!.HeadLength > 0 && _tailer.IsReplaced(file))
            {
                // Before what came since is looked for: its copy is not one of those.
                Replace(file, now);
            }
        }
        else if (file.SeenRound > 0 && !file.IsDrained)
        {
            _missing.Add((file, now));
        }
        else if (isForgotten)
        {
            End(file);
        }
    }

    /// <summary>Looks again for files that lost their name and were nowhere: whoever rotates them may have been in the middle of it.</summary>
    private void FindMissing(long now)
    {
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            var (file, since) = _missing[i];
            if (file.IsAttached || file.Handle is not null || _successions.Detach(file))
            {
                Warm(file);
            }
            else if (now - since is >= 0 and < RotatingTakes)
            {
                _discoverAtTicks = Math.Min(_discoverAtTicks, now + TimeSpan.TicksPerSecond);
                continue;
            }
            else
            {
                if (file.HasUnread)
                {
                    Log.Lost(_logger, file.Path, file.Size - file.Read.Offset);
                }

                file.IsDrained = true;
            }

            _missing.RemoveAt(i);
        }
    }

    /// <summary>A file had this path; what has it now is read after it, and after what came between.</summary>
    private void Succeed(TailedFile file, string path)
    {
        if (_files.Holder(path) is not { } holder || holder == file)
        {
            return;
        }

        if (file.SeenRound == 0 && file.Source.PathLabels is null)
        {
            // It was renamed while no process of ours ran: what it is called, the file tells that has its name now.
            file.Resource = holder.Resource;
        }

        foreach (var between in _successions.Between(file, holder))
        {
            Log.FoundBetween(_logger, between.Path, path);
            Note(between);
            Warm(between);
        }
    }

    /// <summary>The file is not what was read: truncated, or its inode belongs to another file now.</summary>
    private void Replace(TailedFile file, long now)
    {
        var path = file.Path;
        var wasAttached = file.IsAttached;
        var isOver = false;
        Log.Replaced(_logger, path, file.Read.Offset);
        if (_successions.MoveToCopy(file))
        {
            Note(file);
            file.GrownTicks = now;
        }
        else
        {
            isOver = true;
            LetGo(file);
        }

        if (!wasAttached || FileStatus.TryRead(path, out var status) != Errno.None || _files.ByIdentity(status.Device, status.Inode) is not null)
        {
            if (isOver)
            {
                NoteEnd(file);
            }

            _discoverAtTicks = 0;
            return;
        }

        var next = Create(new FoundFile(path, file.Source, file.Resource), status);
        Note(next);
        Succeed(file, path);
        if (isOver)
        {
            // After what came after it is noted: without either nothing would tell of a log that files beside this path may belong to.
            NoteEnd(file);
        }

        Warm(next);
        if (file.Handle is not null)
        {
            Warm(file);
        }
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
            if (!file.IsAttached)
            {
                End(file);
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
            End(file);
        }

        _open.Close(file);
        return false;
    }

    /// <summary>The file's content is nowhere any more: once what was read is acknowledged its checkpoint goes.</summary>
    private void End(TailedFile file)
    {
        LetGo(file);
        NoteEnd(file);
    }

    private void LetGo(TailedFile file)
    {
        _open.Close(file);
        _open.Detach(file);
        file.IsDrained = true;
        _files.Remove(file);
    }

    private void NoteEnd(TailedFile file)
    {
        _batcher.Begin(file).Ends = true;
        _batcher.Seal(file, file.Read, file.ModifiedTicks);
    }

    /// <summary>A file that lost its name and was read to its end: known as long as it is somewhere, so that nobody reads it again.</summary>
    private void Forget(TailedFile file)
    {
        if (RotatedNames.Find(file.Identity!) is { } path
            && FileStatus.TryRead(path, out var status) == Errno.None && _successions.IsStill(file, path, status))
        {
            if (path != file.Path)
            {
                _files.Rename(file, path);
            }
        }
        else
        {
            End(file);
        }
    }

    private void Warm(TailedFile file)
    {
        if (!file.IsHot)
        {
            file.IsHot = true;
            _hot.Add(file);
        }
    }

    private void Cool(int index)
    {
        _hot[index].IsHot = false;
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
