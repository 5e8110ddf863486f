using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Paths;
using Exporters.Logs.Streams;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Tailing;

/// <summary>Where the content of a file is after a rotation, and which files came between it and the one that has its name now.</summary>
internal sealed class RotationTracker(FileTable files, OpenFiles open, StreamNumbers numbers)
{
    // Whoever copies a file to truncate it does the second right after the first.
    private static readonly TimeSpan CopyingTakes = TimeSpan.FromSeconds(10);

    private const int MaxLooks = 10;

    private readonly Dictionary<string, long> _suspects = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[Position.MaxTail];

    /// <summary>Files whose inode was found to belong to another one.</summary>
    public List<TailedFile> Gone { get; } = [];

    /// <summary>
    /// The file that was known under this path and was not seen since the start, if this one has its content: its device got another
    /// number, or it was brought back from a backup.
    /// </summary>
    public TailedFile? TryAdopt(FoundFile found, FileStatus status)
    {
        if (files.Holder(found.Path) is not { SeenRound: 0, Handle: null } known || !HasContentOf(found.Path, status, known))
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
            if (files.Holder(livePath) is { } live && (live.Identity!.HeadLength > 0 ? HasContentOf(path, status, live) : IsCopyOf(path, status, livePath)))
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

    /// <summary>The live file whose rotated one this may be; null when none is known.</summary>
    public TailedFile? LiveOf(TailedFile file)
    {
        foreach (var livePath in RotatedNames.LivePaths(file.Path))
        {
            if (files.Holder(livePath) is { } live && live != file)
            {
                return live;
            }
        }

        return null;
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
                if (Known(path, status) is not null || LooksLike(path, status, file) is false)
                {
                    continue;
                }

                if (Open(path, status) is not { } handle)
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
            && (identity.HeadLength > 0 ? HasContentOf(path, status, file) : RotatedNames.MayBeOf(path, file.LogPath))
            && Open(path, status) is { } handle)
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

            if (file is null && Open(path, status) is { } handle)
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

            if (file is not null && file != former && file != holder && IsUnread(file))
            {
                Precede(file, before);
                before = file;
            }
        }

        if (before is not null && before != holder)
        {
            Precede(holder, before);
        }

        return found;
    }

    /// <summary>Puts a rotated file that was just found before the live one that it belongs to, if nothing was read of that yet. Newest first.</summary>
    public void FollowRotated(TailedFile file)
    {
        if (LiveOf(file) is { } live && IsUnread(live) && file.Predecessor is null)
        {
            PrecedeAll(live, file);
        }
    }

    /// <summary>Files of earlier runs that were rotated away with something left in them go out before the file that has their name now, oldest first.</summary>
    public void Resume(IReadOnlyList<TailedFile> restored)
    {
        var left = new List<(TailedFile File, TailedFile Live, long ModifiedTicks)>();
        foreach (var file in restored)
        {
            if (!file.IsDrained && LiveAfter(file) is { } live && Status(file) is { } status && status.Size > file.Read.Offset)
            {
                left.Add((file, live, status.ModifiedTicks));
            }
        }

        left.Sort(static (a, b) => (b.ModifiedTicks, b.File.Id).CompareTo((a.ModifiedTicks, a.File.Id)));
        foreach (var (file, live, _) in left)
        {
            PrecedeAll(live, file);
        }
    }

    /// <summary>The file that has the name which this one had first, or whose rotated one it is by its name; null when there is none.</summary>
    private TailedFile? LiveAfter(TailedFile file) =>
        files.Holder(file.Identity!.FirstPath) is { } holder && holder != file ? holder : LiveOf(file);

    private static FileStatus? Status(TailedFile file) =>
        (file.Handle is { } handle ? FileStatus.TryRead(handle, out var status) : FileStatus.TryRead(file.Path, out status)) == Errno.None
            && status.Inode == file.Identity!.Inode && status.Device == file.Identity.Device
            ? status
            : null;

    /// <summary>Reads a file before all that another one waits for already.</summary>
    private static void PrecedeAll(TailedFile live, TailedFile file)
    {
        var first = live;
        while (first.Predecessor is { } before)
        {
            if (before == file)
            {
                return;
            }

            first = before;
        }

        Precede(first, file);
    }

    /// <summary>Reads one file before another, unless that waits for the other already: then neither would ever be read.</summary>
    private static void Precede(TailedFile file, TailedFile? before)
    {
        for (var waits = before; waits is not null; waits = waits.Predecessor)
        {
            if (waits == file)
            {
                return;
            }
        }

        file.Predecessor = before;
        file.WaitsSinceTicks = 0;
    }

    /// <summary>Whether what is at a path now is what was read of a file that is closed: its inode may belong to another one by now.</summary>
    public bool IsStill(TailedFile file, string path, FileStatus status) =>
        (status.Size == file.Size && status.ModifiedTicks == file.ModifiedTicks)
        || (file.Identity!.HeadLength == 0 ? RotatedNames.MayBeOf(path, file.LogPath) : LooksLike(path, status, file) is not false);

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

    private static bool IsUnread(TailedFile file) => file.Read.Offset == 0;

    /// <summary>Whether a file begins with the same bytes as a known one and has the same bytes where that was read to.</summary>
    private bool HasContentOf(string path, FileStatus status, TailedFile known) => LooksLike(path, status, known) is true;

    /// <summary>The same; null when it cannot be told, because the path leads to another file by now or must not be read.</summary>
    private bool? LooksLike(string path, FileStatus status, TailedFile known)
    {
        var (offset, _, tail, hash) = known.Read;
        var identity = known.Identity!;
        if (identity.HeadLength == 0 || status.Size < Math.Max(offset, identity.HeadLength))
        {
            return false;
        }

        if (Open(path, status) is not { } handle)
        {
            return null;
        }

        using (handle)
        {
            return Hash(handle, 0, identity.HeadLength) == identity.HeadHash && (tail == 0 || Hash(handle, offset - tail, tail) == hash);
        }
    }

    /// <summary>Whether a file begins as one does that nothing was read of yet, and has the same bytes at its end.</summary>
    private bool IsCopyOf(string path, FileStatus status, string livePath)
    {
        if (status.Size == 0 || FileStatus.TryRead(livePath, out var live) != Errno.None || live.Size < status.Size || live.Inode == status.Inode
            || Open(path, status) is not { } copy)
        {
            return false;
        }

        using (copy)
        using (var original = Open(livePath, live))
        {
            var length = (int)Math.Min(status.Size, _buffer.Length);
            return original is not null
                && Hash(copy, 0, length) is { } head && Hash(original, 0, length) == head
                && Hash(copy, status.Size - length, length) is { } tail && Hash(original, status.Size - length, length) == tail;
        }
    }

    private ulong? Hash(SafeFileHandle handle, long offset, int length)
    {
        var got = RandomAccess.Read(handle, _buffer.AsSpan(0, length), offset);
        return got == length ? ByteHash.Compute(_buffer.AsSpan(0, length)) : null;
    }

    private static SafeFileHandle? Open(string path, FileStatus expected)
    {
        if (UnlockedFile.TryOpenRead(path, out _) is not { } handle)
        {
            return null;
        }

        if (FileStatus.TryRead(handle, out var status) == Errno.None && status.Inode == expected.Inode && status.Device == expected.Device)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }
}
