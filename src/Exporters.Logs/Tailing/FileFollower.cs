using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

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

    private readonly Batcher _batcher;
    private readonly IReadOnlyList<IFileFinder> _finders;
    private readonly FollowOptions _options;
    private readonly StreamNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OpenFiles _open;
    private readonly FileTailer _tailer;
    private readonly Successions _successions;
    private readonly DirectoryEvents? _events;
    private readonly FileTable _files = new();
    private readonly List<TailedFile> _hot = [];
    private readonly List<FoundFile> _found = [];
    private readonly List<(TailedFile File, string FormerPath)> _renamed = [];
    private readonly List<(TailedFile File, string FormerPath)> _repeats = [];
    private readonly List<(FoundFile File, FileStatus Status)> _unknown = [];
    private readonly List<TailedFile> _changed = [];
    private readonly List<(IFileFinder Finder, TailedFile File)> _waiting = [];
    private readonly HashSet<IFileFinder> _looked = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Reason)> _unreadable = [];

    // Lost their name and were not found under another; since when.
    private readonly List<(TailedFile File, long SinceTicks)> _missing = [];

    // Gone, and nothing has their name yet; since when. Their checkpoints stay so long.
    private readonly List<(TailedFile File, long SinceTicks)> _departed = [];

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
        _events = options.UsesEvents ? DirectoryEvents.TryOpen() : null;
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
            LogPath = state.Identity.FirstPath,
        };
        if (finder is { IsReady: false })
        {
            _waiting.Add((finder, file));
            return;
        }

        TakeUp(file);
        _restored.Add(file);
    }

    private void TakeUp(TailedFile file)
    {
        if (_files.ByIdentity(file.Identity!.Device, file.Identity.Inode) is { } other)
        {
            // A run that died had noted what took the place of a file's content, and not yet that the file is over.
            var (older, newer) = other.Id < file.Id ? (other, file) : (file, other);
            _files.Remove(older);
            _successions.Gone.Add(older);
            file = newer;
        }

        _files.Add(file);
        _files.HoldName(file);
        _files.NoteLast(file);
    }

    /// <summary>Files whose inode belongs to another one by now go on in their copy, or are over.</summary>
    private void LetGone(long now)
    {
        // Looking for the copy of one may find another one gone.
        for (var i = 0; i < _successions.Gone.Count; i++)
        {
            var file = _successions.Gone[i];
            if (file.IsOver || file.Handle is not null)
            {
                // Its copy was found already.
                continue;
            }

            if (_successions.MoveToCopy(file))
            {
                Note(file);
                file.GrownTicks = now;
                Warm(file);
            }
            else
            {
                End(file, now);
            }
        }

        _successions.Gone.Clear();
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
        _renamed.AddRange(_repeats);
        _repeats.Clear();
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

        LetGone(now);
        var lost = _files.LostTheirName(_round);
        if (_unknown.Count > 0 || _renamed.Count > 0 || lost.Count > 0)
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

        // All of them first: the copy of one must not be taken for a file that came after another, nor for a new one.
        foreach (var file in lost)
        {
            _renamed.Add((file, file.Path));
            LoseName(file, now);
        }

        // Live files before those whose names extend theirs: a copy is known by the file that it is of.
        _unknown.Sort(static (a, b) => a.File.Path.Length.CompareTo(b.File.Path.Length));
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

        FindMissing(now);
        foreach (var (file, path) in _renamed)
        {
            Succeed(file, path, now);
        }

        // Oldest first: rotated files that were there before us go out before what follows them.
        created.Sort(static (a, b) => b.ModifiedTicks != a.ModifiedTicks ? b.ModifiedTicks.CompareTo(a.ModifiedTicks) : RotatedNames.ByName(b.Path, a.Path));
        foreach (var file in created)
        {
            _successions.FollowRotated(file);
            Warm(file);
        }

        LetGone(now);
        _successions.Resume(_restored);
        _restored.Clear();
        foreach (var file in _files.Finished())
        {
            Forget(file, now);
        }

        LetDepart(now);

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
                TakeUp(_waiting[i].File);
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

        if (_files.ByIdentity(status.Device, status.Inode) is { } known && (known.Path == found.Path || _successions.Known(found.Path, status) is not null))
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

        var former = _files.LastOf(found.Path);
        var file = Create(found, status);
        if (former is not null && (!former.IsAttached || former.Path != found.Path))
        {
            // Nothing had this name for a while; what came since that file may have come and gone.
            _renamed.Add((former, found.Path));
        }

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
            LogPath = found.Path,
        };
        _files.Add(file);
        _files.HoldName(file);

        // Held from now on: it may wait for the files before it, and lose its name meanwhile.
        _ = _open.Open(file);
        return file;
    }

    /// <summary>A file that holds something else than what was read of it, under the same identity.</summary>
    private TailedFile Renew(TailedFile file, FileIdentity identity, bool isAttached, long seenRound, SafeFileHandle? handle)
    {
        var next = new TailedFile(_numbers.Next(), file.Source, file.Resource)
        {
            Identity = identity with { HeadLength = 0, HeadHash = 0 },
            Attributes = [new("log.file.path", identity.FirstPath)],
            ModifiedTicks = file.ModifiedTicks,
            MustVerify = true,
            SeenRound = seenRound,
            LogPath = file.LogPath,
            IsAttached = isAttached,
        };
        _files.Add(next);
        if (isAttached)
        {
            _files.HoldName(next);
        }

        if (handle is not null)
        {
            _open.Keep(next, handle);
        }

        return next;
    }

    /// <summary>Where a file is must be known after a kill, also when nothing was read of it: it may lose its name while nobody looks.</summary>
    private void Note(TailedFile file)
    {
        var portion = _batcher.Begin(file);
        if (portion.Lines == 0 && file.AckedOffset == file.Read.Offset)
        {
            portion.From = new Standing(file.Read, file.LastTicks, file.ModifiedTicks);
        }

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
        else if (isForgotten || (file.SeenRound == 0 && file.Identity!.HeadLength == 0))
        {
            End(file, now);
        }
        else if (file.SeenRound == 0 && _successions.MoveToCopy(file))
        {
            Note(file);
            Warm(file);
        }
        else if (!file.IsDrained && (file.SeenRound > 0 || (_files.Holder(file.LogPath) is { } holder && holder != file)))
        {
            _missing.Add((file, now));
        }
    }

    /// <summary>Looks again for files that lost their name and were nowhere: whoever rotates them may have been in the middle of it.</summary>
    private void FindMissing(long now)
    {
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            var (file, since) = _missing[i];
            if (file.IsOver || file.IsAttached || file.Handle is not null || _successions.Detach(file))
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
    private void Succeed(TailedFile file, string path, long now)
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

        var found = _successions.Between(file, holder, now, out var mustRepeat);
        foreach (var between in found)
        {
            Log.FoundBetween(_logger, between.Path, path);
            Note(between);
            Warm(between);
        }

        if (mustRepeat)
        {
            _repeats.Add((file, path));
            _discoverAtTicks = Math.Min(_discoverAtTicks, now + TimeSpan.TicksPerSecond);
        }
    }

    /// <summary>
    /// The file is not what was read: truncated, or its inode belongs to another file. What it holds now is read from its beginning,
    /// wherever that is by now; what it held goes on in its copy, if there is one.
    /// </summary>
    private void Replace(TailedFile file, long now)
    {
        var (identity, wasAttached, seenRound) = (file.Identity!, file.IsAttached, file.SeenRound);
        Log.Replaced(_logger, file.Path, file.Read.Offset);
        var handle = _open.Release(file);
        _files.Remove(file);
        var goesOn = _successions.MoveToCopy(file);
        var next = wasAttached || RotatedNames.MayBeOf(identity.Path, file.LogPath)
            ? Renew(file, identity, wasAttached, seenRound, handle)
            : null;
        if (goesOn)
        {
            Note(file);
            file.GrownTicks = now;
            Warm(file);
        }
        else
        {
            handle = next is null ? handle : null;
            LetGo(file);
        }

        if (next is null)
        {
            handle?.Dispose();
        }
        else
        {
            _files.Replace(file, next, goesOn);
            Note(next);
            Warm(next);
            if (wasAttached)
            {
                Succeed(file, identity.Path, now);
            }
        }

        if (!goesOn)
        {
            // After what came after it is noted: without either nothing would tell of a log that files beside this path may belong to.
            Depart(file, now);
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

    /// <summary>The file's content is nowhere any more: once what was read is acknowledged its checkpoint goes.</summary>
    private void End(TailedFile file, long now)
    {
        LetGo(file);
        Depart(file, now);
    }

    /// <summary>
    /// Its checkpoint goes when that of the file after it is there. Until then it tells from when on files beside this path are of this log.
    /// </summary>
    private void Depart(TailedFile file, long now)
    {
        if (_files.LastOf(file.LogPath) == file)
        {
            _departed.Add((file, now));
        }
        else
        {
            NoteEnd(file);
        }
    }

    private void LetDepart(long now)
    {
        for (var i = _departed.Count - 1; i >= 0; i--)
        {
            var (file, since) = _departed[i];
            if (_files.LastOf(file.LogPath) != file || now - since is < 0 or > VacancyLasts || !Directory.Exists(Path.GetDirectoryName(file.LogPath)))
            {
                _departed.RemoveAt(i);
                _files.ForgetLast(file);
                NoteEnd(file);
            }
        }
    }

    private void LetGo(TailedFile file)
    {
        _open.Close(file);
        _open.Detach(file);
        file.IsDrained = true;
        file.IsOver = true;
        _files.Remove(file);
    }

    private void NoteEnd(TailedFile file)
    {
        _batcher.Begin(file).Ends = true;
        _batcher.Seal(file, file.Read, file.ModifiedTicks);
    }

    /// <summary>A file that lost its name and was read to its end: known as long as it is somewhere, so that nobody reads it again.</summary>
    private void Forget(TailedFile file, long now)
    {
        if (RotatedNames.Find(file.Identity!) is not { } path
            || FileStatus.TryRead(path, out var status) != Errno.None || !_successions.IsStill(file, path, status))
        {
            // While names are shifted it may be listed nowhere.
            file.LostSinceTicks = file.LostSinceTicks == 0 ? now : file.LostSinceTicks;
            if (file.IsDeleted || now - file.LostSinceTicks is < 0 or >= RotatingTakes)
            {
                End(file, now);
            }

            return;
        }

        file.LostSinceTicks = 0;
        if (path != file.Path)
        {
            _files.Rename(file, path);
        }

        if (status.Size > file.Size && RotatedNames.MayBeOf(path, file.LogPath) && _open.Open(file) is not null)
        {
            // Its writer did not let it go.
            file.IsDrained = false;
            Warm(file);
        }
    }

    private void Warm(TailedFile file)
    {
        if (!file.IsHot && !file.IsOver)
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
