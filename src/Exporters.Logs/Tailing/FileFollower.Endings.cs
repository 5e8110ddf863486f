using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Paths;
using Exporters.Logs.Streams;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Tailing;

/// <summary>Files that lose their name, their content or their inode, until nothing is to be known of them.</summary>
internal sealed partial class FileFollower
{
    /// <summary>A file that holds something else than what was read of it, under the same identity.</summary>
    private TailedFile CreateReplacement(TailedFile file, FileFingerprint identity, bool isAttached, long seenRound, SafeFileHandle? handle)
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

    /// <summary>Its path leads elsewhere or nowhere.</summary>
    private void LoseName(TailedFile file, long now)
    {
        var path = file.Path;
        var isForgotten = file.SeenRound == 0 && now - file.ModifiedTicks > ForgetsAfter.Ticks;
        if (_rotations.Detach(file))
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
        else if (file.SeenRound == 0 && _rotations.MoveToCopy(file))
        {
            Checkpoint(file);
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
            if (file.IsOver || file.IsAttached || file.Handle is not null || _rotations.Detach(file))
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
        var goesOn = _rotations.MoveToCopy(file);
        var next = wasAttached || RotatedNames.MayBeOf(identity.Path, file.LogPath)
            ? CreateReplacement(file, identity, wasAttached, seenRound, handle)
            : null;
        if (goesOn)
        {
            Checkpoint(file);
            file.GrownTicks = now;
            Warm(file);
        }
        else
        {
            handle = next is null ? handle : null;
            StopFollowing(file);
        }

        if (next is null)
        {
            handle?.Dispose();
        }
        else
        {
            _files.Replace(file, next, goesOn);
            Checkpoint(next);
            Warm(next);
            if (wasAttached)
            {
                OrderAfterPredecessor(file, identity.Path, now);
            }
        }

        if (!goesOn)
        {
            // After what came after it is noted: without either nothing would tell of a log that files beside this path may belong to.
            EndWhenSuperseded(file, now);
        }
    }

    /// <summary>The file's content is nowhere any more: once what was read is acknowledged its checkpoint goes.</summary>
    private void End(TailedFile file, long now)
    {
        StopFollowing(file);
        EndWhenSuperseded(file, now);
    }

    /// <summary>
    /// Its checkpoint goes when that of the file after it is there. Until then it tells from when on files beside this path are of this log.
    /// </summary>
    private void EndWhenSuperseded(TailedFile file, long now)
    {
        if (_files.LastOf(file.LogPath) == file)
        {
            _awaitingSuccessor.Add((file, now));
        }
        else
        {
            CheckpointEnd(file);
        }
    }

    private void EndSuperseded(long now)
    {
        for (var i = _awaitingSuccessor.Count - 1; i >= 0; i--)
        {
            var (file, since) = _awaitingSuccessor[i];
            if (_files.LastOf(file.LogPath) != file || now - since is < 0 or > VacancyLasts || !Directory.Exists(Path.GetDirectoryName(file.LogPath)))
            {
                _awaitingSuccessor.RemoveAt(i);
                _files.ForgetLast(file);
                CheckpointEnd(file);
            }
        }
    }

    private void StopFollowing(TailedFile file)
    {
        _open.Close(file);
        _open.Detach(file);
        file.IsDrained = true;
        file.IsOver = true;
        _files.Remove(file);
    }

    private void CheckpointEnd(TailedFile file)
    {
        _batcher.Begin(file).Ends = true;
        _batcher.Seal(file, file.Read, file.ModifiedTicks);
    }

    /// <summary>A file that lost its name and was read to its end: known as long as it is somewhere, so that nobody reads it again.</summary>
    private void Forget(TailedFile file, long now)
    {
        if (file.Locate() is not { } path
            || FileStatus.TryRead(path, out var status) != Errno.None || !_rotations.IsStill(file, path, status))
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
}
