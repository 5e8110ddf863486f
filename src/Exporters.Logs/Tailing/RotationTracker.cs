using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Paths;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>Where the content of a file is after a rotation, and which files came between it and the one that has its name now.</summary>
internal sealed class RotationTracker(FileTable files, OpenFiles open, StreamNumbers numbers)
{
    // Whoever copies a file to truncate it does the second right after the first.
    private static readonly TimeSpan CopyingTakes = TimeSpan.FromSeconds(10);

    private const int MaxLooks = 10;

    private readonly Dictionary<string, long> _suspects = new(StringComparer.Ordinal);
    private readonly FileContents _contents = new();

    /// <summary>Files whose inode was found to belong to another one.</summary>
    public List<TailedFile> Gone { get; } = [];

    /// <summary>
    /// The file that was known under this path and was not seen since the start, if this one has its content: its device got another
    /// number, or it was brought back from a backup.
    /// </summary>
    public TailedFile? TryAdopt(FoundFile found, FileStatus status)
    {
        if (files.Holder(found.Path) is not { SeenRound: 0, Handle: null } known || _contents.AreThoseOf(known, found.Path, status) is not true)
        {
            return null;
        }

        files.Move(known, status.Device, status.Inode, found.Path);
        files.HoldName(known);
        known.IsAttached = true;
        known.MustVerify = true;
        if (known.Source.PathLabels is null)
        {
            known.Resource = found.Resource;
        }

        return known;
    }

    /// <summary>
    /// Whether a new file holds all that was read of the live file whose name it extends: a copy made before a truncation that is
    /// about to come or not noticed yet. Yes for some seconds only: a copy that somebody made for himself is a file like any other.
    /// </summary>
    public bool MayBeCopyUnderWay(string path, FileStatus status, long nowTicks)
    {
        foreach (var livePath in RotatedNames.LivePaths(path))
        {
            if (files.Holder(livePath) is { } live && (live.Identity!.HeadLength > 0 ? _contents.AreThoseOf(live, path, status) is true : _contents.AreCopiedFrom(livePath, path, status)))
            {
                _suspects.TryAdd(path, nowTicks);
                var waited = nowTicks - _suspects[path];
                if (waited >= 0 && waited < CopyingTakes.Ticks)
                {
                    return true;
                }
            }
        }

        _suspects.Remove(path);
        return false;
    }

    /// <summary>A truncated file's content goes on in the copy made of it; false when there is none.</summary>
    public bool MoveToCopy(TailedFile file)
    {
        if (file.Identity!.HeadLength == 0)
        {
            return false;
        }

        for (var tries = 0; tries < MaxLooks; tries++)
        {
            var mustLookAgain = false;
            foreach (var (path, status) in RotatedNames.OfSameLog(file.Path))
            {
                if (Known(path, status) is not null || _contents.AreThoseOf(file, path, status) is false)
                {
                    continue;
                }

                if (FileContents.Open(path, status) is not { } handle)
                {
                    // Names were shifted while they were listed.
                    mustLookAgain = true;
                    continue;
                }

                open.Detach(file);
                files.Move(file, status.Device, status.Inode, path);
                open.Keep(file, handle);
                file.MustVerify = true;
                file.ModifiedTicks = status.ModifiedTicks;
                return true;
            }

            if (!mustLookAgain)
            {
                break;
            }
        }

        return false;
    }

    /// <summary>A file lost its name: holds on to it, wherever it is now; false when it is nowhere in its directory.</summary>
    public bool Detach(TailedFile file)
    {
        open.Detach(file);
        if (file.Handle is not null)
        {
            file.MustVerify = true;
            var now = new FileInfo($"/proc/self/fd/{file.Handle.DangerousGetHandle()}").LinkTarget;
            if (now is not null && !now.EndsWith(" (deleted)", StringComparison.Ordinal))
            {
                files.Rename(file, now);
            }

            return true;
        }

        var identity = file.Identity!;
        if (file.Locate() is { } path
            && FileStatus.TryRead(path, out var status) == Errno.None
            && (identity.HeadLength > 0 ? _contents.AreThoseOf(file, path, status) is true : RotatedNames.MayBeOf(path, file.LogPath))
            && FileContents.Open(path, status) is { } handle)
        {
            // Not another file that got its inode: such a one comes after it, and is found as what came between.
            files.Rename(file, path);
            open.Keep(file, handle);
            file.MustVerify = true;
            return true;
        }

        // Nothing of it is missed when it was read to its end. What a run before this one knew may come back: a mount that is late.
        file.IsDrained = file.SeenRound > 0 && !file.MustVerify && !file.HasUnread;
        return false;
    }

    /// <summary>
    /// Files of the same log that came and were rotated away between two looks: newer than the one that was known, without being the
    /// one that has the name now. They are read before that, oldest first. Returns those that nobody had found yet.
    /// </summary>
    /// <param name="former">The file that had the name.</param>
    /// <param name="holder">The one that has it now.</param>
    /// <param name="nowTicks">The time, UTC ticks.</param>
    /// <param name="mustRepeat">Whether one was found that may be a copy: that must be looked at again.</param>
    public List<TailedFile> Between(TailedFile former, TailedFile holder, long nowTicks, out bool mustRepeat)
    {
        mustRepeat = false;
        var found = new List<TailedFile>();
        var before = former.IsAttached || former.Handle is not null ? former : null;
        foreach (var (path, status) in RotatedNames.Beside(holder.Path))
        {
            if (status.ModifiedTicks < former.ModifiedTicks)
            {
                continue;
            }

            var file = Known(path, status);
            if (file is null && MayBeCopyUnderWay(path, status, nowTicks))
            {
                mustRepeat = true;
                continue;
            }

            if (file is null && FileContents.Open(path, status) is { } handle)
            {
                file = new TailedFile(numbers.Next(), holder.Source, holder.Resource)
                {
                    Identity = new FileFingerprint(status.Device, status.Inode, 0, 0, path, path),
                    Attributes = [new("log.file.path", path)],
                    IsAttached = false,
                    Size = status.Size,
                    MustVerify = true,
                    LogPath = holder.LogPath,
                };
                files.Add(file);
                open.Keep(file, handle);
                found.Add(file);
            }

            if (file is not null && file != former && file != holder && file.IsUnread)
            {
                ReadingOrder.Put(before, file);
                before = file;
            }
        }

        if (before is not null && before != holder)
        {
            ReadingOrder.Put(before, holder);
        }

        return found;
    }

    /// <summary>Whether what is at a path now is what was read of a file that is closed: its inode may belong to another one by now.</summary>
    public bool IsStill(TailedFile file, string path, FileStatus status) =>
        (status.Size == file.Size && status.ModifiedTicks == file.ModifiedTicks)
        || (file.Identity!.HeadLength == 0 ? RotatedNames.MayBeOf(path, file.LogPath) : _contents.AreThoseOf(file, path, status) is not false);

    /// <summary>The file with this identity, unless it was deleted and another one got its inode; then it is among those gone.</summary>
    public TailedFile? Known(string path, FileStatus status)
    {
        if (files.ByIdentity(status.Device, status.Inode) is not { } file || file.Handle is not null || IsStill(file, path, status))
        {
            return files.ByIdentity(status.Device, status.Inode);
        }

        Gone.Add(file);
        files.Remove(file);
        return null;
    }
}
