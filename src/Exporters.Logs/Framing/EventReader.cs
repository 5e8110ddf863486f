using System.Runtime.CompilerServices;
using Exporters.Logs.Batching;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Framing;

/// <summary>
/// Finds lines in a block of bytes, joins those that belong together, and hands them to the intake. Keeps nothing from block to
/// block: what is not complete stays in the file and is read again, so a block always begins where an event does.
/// </summary>
/// <param name="intake">Takes the events.</param>
/// <param name="time">The clock that ends a turn; null where nobody waits for one.</param>
internal sealed partial class EventReader(Intake intake, TimeProvider? time = null)
{
    // Other sources wait for as long as one block takes: lines over which the operator's patterns take long must not hold them up.
    private const int LinesBetweenLooks = 8;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private readonly JoinedText _joined = new();
    private readonly List<HeldLine> _held = [];
    private byte[] _repaired = [];
    private byte[] _unwrapped = [];

    // Of the call under way.
    private LogStream _stream = null!;
    private long _nowTicks;
    private long _modifiedTicks;
    private long _at;
    private LineContinuation _continuation;
    private bool _mustTake;
    private bool _isAhead;
    private Position _start;
    private long _startedAt;
    private long _startOffset;
    private int _linesToLook;

    /// <summary>
    /// Reads on from <paramref name="start"/>, where the block's new bytes begin. Returns where the stream now stands, and why it
    /// stopped there.
    /// </summary>
    /// <param name="stream">Whose bytes they are.</param>
    /// <param name="block">The bytes.</param>
    /// <param name="start">Where it stood.</param>
    /// <param name="nowTicks">The time of reading, UTC ticks.</param>
    /// <param name="modifiedTicks">When the file was written last.</param>
    /// <param name="flush">What to close at the end of the bytes.</param>
    public (Position At, ReadingEnd End) Read(LogStream stream, Block block, Position start, long nowTicks, long modifiedTicks, Flush flush)
    {
        if (!intake.Batcher.TryBegin(stream))
        {
            return (start, ReadingEnd.NoRoom);
        }

        _stream = stream;
        _nowTicks = nowTicks;
        _modifiedTicks = modifiedTicks;
        _at = start.Offset;
        _continuation = start.Continuation;
        _joined.Clear();
        _held.Clear();
        (_start, _isAhead) = (start, false);
        (_startedAt, _startOffset, _linesToLook) = (time?.GetTimestamp() ?? 0, start.Offset, LinesBetweenLooks);
        var end = LocalLog.IsOne(stream) ? ReadEntries(block, flush) : ReadLines(block, flush);
        stream.HeldTicks = stream.WantsHeldTime && _joined.Lines > 0 && !_isAhead ? TimeOfHeld(block) : 0;
        var position = PositionIn(block);
        if (stream.OpenPart is not null)
        {
            intake.Batcher.Seal(stream, position, modifiedTicks);
        }

        return (position, end);
    }

    /// <summary>Why an event was not taken.</summary>
    private ReadingEnd Refusal => _isAhead ? ReadingEnd.Ahead : ReadingEnd.NoRoom;

    /// <summary>Up to where everything was handed over.</summary>
    private Position PositionIn(Block block) => _at == _start.Offset ? _start with { Continuation = _continuation } : block.At(_at, _continuation);

    [MethodImpl(HotPath.Compile)]
    private ReadingEnd ReadLines(Block block, Flush flush)
    {
        var max = _stream.Source.MaxLineBytes;
        var bytes = block.New;
        var lastEnd = bytes.LastIndexOf((byte)'\n') + 1;
        var cleanUpTo = LineText.IsClean(bytes[..lastEnd]) ? lastEnd : 0;
        var continuation = _continuation;
        for (var at = 0; at < bytes.Length;)
        {
            var rest = bytes[at..];
            if (continuation != LineContinuation.None || rest[0] == 0 || block.Offset + at == 0)
            {
                var skipped = SkipHead(rest, block.Offset + at, flush == Flush.Everything, ref continuation);
                if (skipped < 0)
                {
                    break;
                }

                if (skipped > 0)
                {
                    if (!Emit(block, breaks: false))
                    {
                        return Refusal;
                    }

                    at += skipped;
                    _at = block.Offset + at;
                    _continuation = continuation;
                    continue;
                }
            }

            var length = rest.IndexOf((byte)'\n');
            var isWhole = length >= 0;
            var next = at + length + 1;
            var breakAt = _stream.Replay is { } replay ? replay.NextBreak(block.Offset + at) - block.Offset : long.MaxValue;
            if (breakAt <= bytes.Length && (!isWhole || breakAt < next))
            {
                // Waiting had ended the line here when it was sent the first time.
                next = (int)breakAt;
                length = next - at;
                continuation = LineContinuation.CutShort;
            }
            else if (!isWhole && rest.Length >= max)
            {
                length = max;
                next = at + max;
                continuation = LineContinuation.TooLong;
            }
            else if (!isWhole && flush == Flush.Everything)
            {
                length = rest.Length;
                next = bytes.Length;
                continuation = LineContinuation.CutShort;
            }
            else if (!isWhole)
            {
                break;
            }

            var text = new ByteRange(block.Offset + at, block.Offset + next);
            if (!AddLine(rest[..length], next <= cleanUpTo, text, continuation, block)
                || ((continuation == LineContinuation.CutShort || breakAt == next) && !Emit(block, breaks: true)))
            {
                return Refusal;
            }

            at = next;
            if (--_linesToLook <= 0 && IsTurnOver())
            {
                return ReadingEnd.TurnOver;
            }
        }

        return CloseEvents(block.Offset + bytes.Length, continuation, block, flush);
    }

    private ReadingEnd CloseEvents(long end, LineContinuation continuation, Block block, Flush flush) =>
        (flush != Flush.Everything || _held.Count == 0 || ReleaseHeld(end, continuation, block)) && (flush == Flush.Nothing || Emit(block, breaks: true))
            ? ReadingEnd.BlockRead
            : Refusal;

    /// <summary>Whether the time is up. Not before an event was handed over: every turn must bring the stream forward.</summary>
    private bool IsTurnOver()
    {
        _linesToLook = LinesBetweenLooks;
        return time is not null && _at > _startOffset && time.GetElapsedTime(_startedAt) > Turn;
    }

    /// <summary>What does not belong to a line: how many bytes; -1 when there are too few to tell.</summary>
    private static int SkipHead(ReadOnlySpan<byte> rest, long offset, bool isLast, ref LineContinuation continuation)
    {
        switch (continuation)
        {
            case LineContinuation.TooLong:
                var end = rest.IndexOf((byte)'\n');
                continuation = end < 0 ? LineContinuation.TooLong : LineContinuation.None;
                return end < 0 ? rest.Length : end + 1;
            case LineContinuation.CutShort:
                if (rest[0] == '\r' && rest.Length == 1 && !isLast)
                {
                    return -1;
                }

                continuation = LineContinuation.None;
                return rest[0] == '\n' ? 1 : rest.StartsWith("\r\n"u8) ? 2 : 0;
        }

        if (offset == 0)
        {
            var mark = "\uFEFF"u8;
            if (rest.StartsWith(mark))
            {
                return mark.Length;
            }

            if (rest.Length < mark.Length && mark.StartsWith(rest) && !isLast)
            {
                return -1;
            }
        }

        // The hole that a writer leaves which goes on at its old offset after a truncation.
        var zeros = rest.IndexOfAnyExcept((byte)0);
        return zeros < 0 ? rest.Length : zeros;
    }

    [MethodImpl(HotPath.Compile)]
    private bool AddLine(ReadOnlySpan<byte> line, bool isClean, ByteRange place, LineContinuation continuation, Block block)
    {
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        var max = _stream.Source.MaxLineBytes;
        var isCut = line.Length > max || continuation == LineContinuation.TooLong;
        if (isCut)
        {
            line = LineText.TrimPartialCharacter(line[..Math.Min(max, line.Length)]);
        }

        var isRepaired = !isClean && !LineText.IsClean(line);
        if (isRepaired)
        {
            line = Repair(line);
        }

        if (!_stream.Source.IsWrapped)
        {
            return AddText(line, place, lines: 1, continuation, isCut, isRepaired, eventTicks: 0, output: null, block);
        }

        if (_unwrapped.Length < line.Length)
        {
            _unwrapped = new byte[Math.Max(line.Length, 32 * 1024)];
        }

        if (!ContainerLine.TryUnwrap(line, _unwrapped, out var wrapped))
        {
            return AddText(line, place, lines: 1, continuation, isCut, isRepaired, eventTicks: 0, output: null, block);
        }

        return _held.Count == 0 && !wrapped.IsPartial
            ? AddText(wrapped.Content, place, lines: 1, continuation, isCut, isRepaired, wrapped.TimestampTicks, wrapped.Stream, block)
            : AddPiece(wrapped, place, continuation, block);
    }

    private ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text)
    {
        if (_repaired.Length < text.Length * 3)
        {
            _repaired = new byte[Math.Max(text.Length * 3, 4096)];
        }

        return _repaired.AsSpan(0, LineText.Repair(text, _repaired));
    }

    /// <summary>
    /// Holds a piece of a line, and whatever comes until all its pieces are there. The two outputs may be interleaved, so that the
    /// position moves only past all that is held.
    /// </summary>
    private bool AddPiece(ContainerLine piece, ByteRange place, LineContinuation continuation, Block block)
    {
        var max = _stream.Source.MaxLineBytes;
        var output = piece.Stream;
        var line = _held.Find(held => !held.IsComplete && held.Output == output);
        if (line is null)
        {
            _held.Add(line = new HeldLine(piece.Stream, place.Start, piece.TimestampTicks));
        }

        line.Add(piece.Content, !piece.IsPartial, max);
        return (_held.Exists(static held => !held.IsComplete) && place.End - _held[0].Start < max) || ReleaseHeld(place.End, continuation, block);
    }

    private bool ReleaseHeld(long end, LineContinuation continuation, Block block)
    {
        if (IsAhead(_held[0].EventTicks) || !intake.Batcher.TryBegin(_stream))
        {
            return false;
        }

        _mustTake = true;
        for (var i = 0; i < _held.Count; i++)
        {
            var line = _held[i];
            var place = new ByteRange(_held[0].Start, i == _held.Count - 1 ? end : _held[0].Start);
            var isRepaired = !LineText.IsClean(line.Text);
            AddText(isRepaired ? Repair(line.Text) : line.Text, place, line.Lines, continuation, line.IsCut, isRepaired, line.EventTicks, line.Output, block);
        }

        _mustTake = false;
        _held.Clear();
        return true;
    }

    [MethodImpl(HotPath.Compile)]
    private bool AddText(
        ReadOnlySpan<byte> text, ByteRange place, int lines, LineContinuation continuation, bool isCut, bool isRepaired, long eventTicks, string? output, Block block)
    {
        if (_stream.JoinRule is not { } rule)
        {
            _joined.Begin(text, block, place, lines, continuation, isCut, isRepaired, eventTicks, output);
            return Emit(block, breaks: false);
        }

        if (_joined.Lines > 0)
        {
            var bounds = _stream.Source.Bounds;
            var joins = _joined.Lines < bounds.MaxLines && _joined.Length + text.Length < bounds.MaxBytes
                && place.End - _joined.Place.Start <= bounds.MaxBytes && _joined.Continuation == LineContinuation.None && _joined.Output == output && rule.Joins(text);
            if (joins)
            {
                _joined.Add(text, block, place.End, lines, continuation, isCut, isRepaired);
                return true;
            }

            if (!Emit(block, breaks: false))
            {
                return false;
            }
        }

        rule.Begin(text);
        _joined.Begin(text, block, place, lines, continuation, isCut, isRepaired, eventTicks, output);
        return true;
    }

    /// <summary>Hands over the event at hand, if there is one; false when there is no room for it.</summary>
    /// <param name="block">Where its text may still lie.</param>
    /// <param name="breaks">Whether it ends only because nothing followed: a replay must be told, for then something may follow.</param>
    [MethodImpl(HotPath.Compile)]
    private bool Emit(Block block, bool breaks)
    {
        if (_joined.Lines == 0)
        {
            return true;
        }

        if (_mustTake)
        {
            intake.Batcher.Begin(_stream);
        }
        else if (!intake.Batcher.TryBegin(_stream))
        {
            return false;
        }

        var place = _joined.Place;
        var readTicks = _stream.Replay?.ReadTicks(place.Start) ?? _nowTicks;
        var text = _joined.Text(block);
        var entry = LineText.IsBlank(text) ? null : Intake.Parse(_stream, text, readTicks, _joined.EventTicks);
        if (entry is not null && !_mustTake)
        {
            if (IsAhead(entry.TimestampTicks))
            {
                return false;
            }

            if (intake.Batcher.IsFar(_stream.OpenPart!, entry.TimestampTicks))
            {
                intake.Batcher.Close(_stream, PositionIn(block), _modifiedTicks);
                if (!intake.Batcher.TryBegin(_stream))
                {
                    return false;
                }

                entry = Intake.Parse(_stream, text, readTicks, _joined.EventTicks);
            }
        }

        var part = _stream.OpenPart!;
        if (part.Marks.Count == 0 || part.Marks[^1].ReadTicks != readTicks || part.Marks[^1].Breaks)
        {
            part.Marks.Add(new ReplayMark(place.Start, readTicks, Breaks: false));
        }

        if (breaks)
        {
            part.Marks.Add(new ReplayMark(place.End, readTicks, Breaks: true));
        }

        _joined.Count(_stream.Source.Ledger);
        if (entry is null)
        {
            intake.AddEmpty(_stream, (int)(place.End - place.Start), _joined.Lines);
        }
        else
        {
            intake.Add(_stream, entry, place.Start, (int)(place.End - place.Start), _joined.Lines, ContainerOutput.Attribute(_joined.Output));
        }

        _at = place.End;
        _continuation = _joined.Continuation;
        _joined.Clear();
        if (intake.Batcher.IsFull(part))
        {
            intake.Batcher.Seal(_stream, block.At(_at, _continuation), _modifiedTicks);
        }

        return true;
    }

    private long TimeOfHeld(Block block)
    {
        var text = _joined.Text(block);
        return LineText.IsBlank(text) || _stream.OpenPart is null
            ? _joined.EventTicks
            : Intake.Parse(_stream, text, _stream.Replay?.ReadTicks(_joined.Place.Start) ?? _nowTicks, _joined.EventTicks).TimestampTicks;
    }

    /// <summary>Whether a record of this time has to wait for other files of the receiver's stream; notes its time then.</summary>
    private bool IsAhead(long ticks)
    {
        if (ticks <= _stream.HorizonTicks)
        {
            return false;
        }

        _stream.NextTicks = ticks;
        return _isAhead = true;
    }
}
