using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Framing;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>Looks at one file at a time: reads the next block of what was added, after checking that what lies before is still the same.</summary>
internal sealed class FileTailer(OpenFiles open, EventReader events, TailTimes times)
{
    private const int UsualBlock = 128 * 1024;

    private byte[] _buffer = new byte[Position.MaxTail + UsualBlock];

    /// <summary>Reads at most one block.</summary>
    public TailResult Poll(TailedFile file, long nowTicks)
    {
        // One that was closed for others and is opened again is verified too, but it did not grow by that: its silence goes on.
        var mustVerify = file.MustVerify || file.GrownTicks == 0;
        if (open.Open(file) is not { } handle || FileStatus.TryRead(handle, out var status) != Errno.None)
        {
            return TailResult.Closed;
        }

        file.IsDeleted = status.Links == 0;
        if (status.Size < file.Read.Offset)
        {
            return TailResult.Replaced;
        }

        var changed = status.Size != file.Size || status.ModifiedTicks != file.ModifiedTicks || mustVerify;
        var (size, modified) = (file.Size, file.ModifiedTicks);
        if (changed)
        {
            file.GrownTicks = nowTicks;
            file.Tried = null;
            file.Size = status.Size;
            file.ModifiedTicks = status.ModifiedTicks;
        }

        var flush = changed ? Flush.Nothing : AfterSilence(file, nowTicks - file.GrownTicks);
        if (!changed && !file.MustVerify && (!file.HasUnread || file.Tried >= flush))
        {
            return TailResult.Idle;
        }

        var before = file.Read.TailLength;
        var wanted = before + (file.NeedsLargeBlock ? LargeBlock(file) : UsualBlock);
        if (_buffer.Length < wanted)
        {
            _buffer = new byte[wanted];
        }

        int got;
        try
        {
            got = RandomAccess.Read(handle, _buffer.AsSpan(0, wanted), file.Read.Offset - before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Unreadable = "io";
            return TailResult.Closed;
        }

        var bytes = _buffer.AsSpan(0, got);
        if (!IsSame(file, bytes))
        {
            // What is there now says nothing of when this one was written last, from which on its successors are looked for.
            (file.Size, file.ModifiedTicks) = (size, modified);
            return TailResult.Replaced;
        }

        file.MustVerify = false;
        file.Unreadable = null;
        LearnHead(file, bytes);
        return ReadBlock(file, bytes, isLast: got < wanted, flush, nowTicks);
    }

    /// <summary>Whether a file no longer holds what was read of it. Reads nothing new.</summary>
    public bool IsReplaced(TailedFile file)
    {
        if (open.Open(file) is not { } handle || FileStatus.TryRead(handle, out var status) != Errno.None)
        {
            return false;
        }

        var before = file.Read.TailLength;
        return status.Size < file.Read.Offset
            || !IsSame(file, _buffer.AsSpan(0, RandomAccess.Read(handle, _buffer.AsSpan(0, Math.Max(before, FileFingerprint.MaxHead)), file.Read.Offset - before)));
    }

    private TailResult ReadBlock(TailedFile file, ReadOnlySpan<byte> bytes, bool isLast, Flush flush, long nowTicks)
    {
        var start = file.Read;
        if (bytes.Length == start.TailLength)
        {
            file.Tried = flush;
            return TailResult.Idle;
        }

        var block = new Block(bytes, start.TailLength, start.Offset);
        (file.Read, var end) = events.Read(file, block, start, nowTicks, file.ModifiedTicks, isLast ? flush : Flush.Nothing);
        if (end == ReadingEnd.NoRoom)
        {
            file.Tried = null;
            return TailResult.NoRoom;
        }

        if (end == ReadingEnd.Ahead)
        {
            file.Tried = null;
            return TailResult.Ahead;
        }

        if (end == ReadingEnd.TurnOver)
        {
            file.NeedsLargeBlock = false;
            file.Tried = null;
            return TailResult.More;
        }

        if (isLast)
        {
            file.Tried = flush;
            file.NeedsLargeBlock = false;
            return TailResult.Idle;
        }

        file.NeedsLargeBlock = file.Read.Offset == start.Offset;
        file.Tried = null;
        return TailResult.More;
    }

    private Flush AfterSilence(TailedFile file, long ticks) =>
        ticks >= times.UnfinishedLine.Ticks || (!file.IsAttached && ticks >= times.AfterRotation.Ticks) ? Flush.Everything
        : ticks >= file.Source.Bounds.Timeout.Ticks ? Flush.Event
        : Flush.Nothing;

    /// <summary>A block that the longest event fits into, so that every block brings the position forward.</summary>
    private static int LargeBlock(TailedFile file) => LocalLog.IsOne(file) ? LocalLog.LargestBlock : Math.Max(UsualBlock, file.Source.Bounds.MaxBytes + (2 * file.Source.MaxLineBytes) + Position.MaxTail);

    private static bool IsSame(TailedFile file, ReadOnlySpan<byte> bytes)
    {
        var (offset, _, before, hash) = file.Read;
        if (before > 0)
        {
            return bytes.Length >= before && ByteHash.Compute(bytes[..before]) == hash;
        }

        // Nothing was read from it yet but its head may have been seen: an unfinished first line.
        var head = file.Identity!.HeadLength;
        return offset > 0 || head == 0 || (bytes.Length >= head && ByteHash.Compute(bytes[..head]) == file.Identity.HeadHash);
    }

    private static void LearnHead(TailedFile file, ReadOnlySpan<byte> bytes)
    {
        var identity = file.Identity!;
        var length = Math.Min(bytes.Length, FileFingerprint.MaxHead);
        if (file.Read.Offset == file.Read.TailLength && length > identity.HeadLength)
        {
            file.Identity = identity with { HeadLength = length, HeadHash = ByteHash.Compute(bytes[..length]) };
        }
    }
}
