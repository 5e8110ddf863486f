using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Framing;
using Exporters.Logs.Paths;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>Discovery: which files there are, which of them are new, renamed, or came between two looks.</summary>
internal sealed partial class FileFollower
{
    /// <summary>Files whose inode belongs to another one by now go on in their copy, or are over.</summary>
    private void MoveOrEndGone(long now)
    {
        // Looking for the copy of one may find another one gone.
        for (var i = 0; i < _rotations.Gone.Count; i++)
        {
            var file = _rotations.Gone[i];
            if (file.IsOver || file.Handle is not null)
            {
                // Its copy was found already.
                continue;
            }

            if (_rotations.MoveToCopy(file))
            {
                Checkpoint(file);
                file.GrownTicks = now;
                Warm(file);
            }
            else
            {
                End(file, now);
            }
        }

        _rotations.Gone.Clear();
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
            ClassifyFound(found);
        }

        MoveOrEndGone(now);
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
            AdoptOrCreate(found, status, now, created);
        }

        foreach (var file in created)
        {
            // Its live file may have been truncated after this copy was made; then the copies before this one come first.
            if (_order.LiveOf(file) is { IsHot: true } live && _tailer.IsReplaced(live))
            {
                Replace(live, now);
            }
        }

        FindMissing(now);
        foreach (var (file, path) in _renamed)
        {
            OrderAfterPredecessor(file, path, now);
        }

        // Oldest first: rotated files that were there before us go out before what follows them.
        created.Sort(static (a, b) => b.ModifiedTicks != a.ModifiedTicks ? b.ModifiedTicks.CompareTo(a.ModifiedTicks) : RotatedNames.ByName(b.Path, a.Path));
        foreach (var file in created)
        {
            _order.PutBeforeLive(file);
            Warm(file);
        }

        MoveOrEndGone(now);
        _order.PutBeforeLive(_restored);
        _restored.Clear();
        foreach (var file in _files.Finished())
        {
            Forget(file, now);
        }

        EndSuperseded(now);

        _unreadableFiles.Set(_unreadable);
        Discovered?.Invoke(_files.All);
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
        if (isFirst)
        {
            foreach (var (state, owner) in _known.TakeAll(finder))
            {
                Register(Restored(state, owner.Source, owner.Resource));
            }
        }

        var before = _found.Count;
        finder.Find(_found, _directories, _unreadable);
        for (var i = before; isFirst && i < _found.Count; i++)
        {
            _found[i] = _found[i] with { IsFirstLook = true };
        }
    }

    private void ClassifyFound(FoundFile found)
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

        if (_files.ByIdentity(status.Device, status.Inode) is { } known && (known.Path == found.Path || _rotations.Known(found.Path, status) is not null))
        {
            UpdateKnown(known, found, status);
        }
        else
        {
            _unknown.Add((found, status));
        }
    }

    private void AdoptOrCreate(FoundFile found, FileStatus status, long now, List<TailedFile> created)
    {
        if (_known.Take(status.Device, status.Inode) is { } state)
        {
            Register(Restored(state, found.Source, found.Resource));
        }

        if (_files.ByIdentity(status.Device, status.Inode) is { } known)
        {
            UpdateKnown(known, found, status);
            return;
        }

        if (_rotations.TryAdopt(found, status) is { } moved)
        {
            GiveToFinder(moved, found);
            moved.SeenRound = _round;
            Warm(moved);
            return;
        }

        if (_rotations.MayBeCopyUnderWay(found.Path, status, now))
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

        Checkpoint(file);
        created.Add(file);
    }

    private void UpdateKnown(TailedFile file, FoundFile found, FileStatus status)
    {
        if (file.SeenRound == _round)
        {
            // A second name of the same file.
            return;
        }

        GiveToFinder(file, found);
        file.SeenRound = _round;
        if (file.Source.PathLabels is null)
        {
            _turns.Relabel(file, found.Resource);
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
            file.Size = status.Size; // what waits in it counts, though nobody can read it
            _unreadable.Add((file.Path, reason));
        }

        if (status.Size != file.Size || status.ModifiedTicks != file.ModifiedTicks || file.MustVerify || file.Unreadable is not null)
        {
            _changed.Add(file);
            Warm(file);
        }
    }

    /// <summary>A file of an earlier run that is seen for the first time belongs to the source that found it: its rules hold from here on.</summary>
    private void GiveToFinder(TailedFile file, FoundFile found)
    {
        if (file.SeenRound == 0 && file.Source != found.Source)
        {
            file.GiveTo(found.Source);
            _turns.Relabel(file, found.Source.PathLabels?.Over(found.Resource, file.Identity!.FirstPath) ?? found.Resource);
        }
    }

    private TailedFile Create(FoundFile found, FileStatus status)
    {
        var file = new TailedFile(_numbers.Next(), found.Source, found.Source.PathLabels?.Over(found.Resource, found.Path) ?? found.Resource)
        {
            Identity = new FileFingerprint(status.Device, status.Inode, 0, 0, found.Path, found.Path) { Target = RealPath.IfLinked(found.Path) },
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
            file.Read = new Position(status.Size, tail[^1] == '\n' || LocalLog.IsOne(file) ? LineContinuation.None : LineContinuation.TooLong, tail.Length, ByteHash.Compute(tail));
            file.AckedOffset = status.Size;
        }
    }

    /// <summary>A file had this path; what has it now is read after it, and after what came between.</summary>
    private void OrderAfterPredecessor(TailedFile file, string path, long now)
    {
        if (_files.Holder(path) is not { } holder || holder == file)
        {
            return;
        }

        if (file.SeenRound == 0 && file.Source.PathLabels is null)
        {
            // It was renamed while no process of ours ran: what it is called, the file tells that has its name now.
            _turns.Relabel(file, holder.Resource);
        }

        var found = _rotations.Between(file, holder, now, out var mustRepeat);
        foreach (var between in found)
        {
            Log.FoundBetween(_logger, between.Path, path);
            Checkpoint(between);
            Warm(between);
        }

        if (mustRepeat)
        {
            _repeats.Add((file, path));
            _discoverAtTicks = Math.Min(_discoverAtTicks, now + TimeSpan.TicksPerSecond);
        }
    }
}
