using Exporters.Logs.Batching;
using Exporters.Logs.Framing;
using Exporters.Logs.Spool;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>
/// Reads a spool as what it is, one stream of lines: finds lines and events as in a file, with the times at which they came, and
/// gives back what is settled. Used by the reading loop alone.
/// </summary>
internal sealed class SpoolStream
{
    private const int UsualBlock = 128 * 1024;

    private readonly DiskSpool _spool;
    private readonly LogStream _stream;
    private readonly Intake _intake;
    private readonly EventReader _events;
    private readonly TimeSpan _unfinishedLine;
    private readonly SpoolCursor _cursor;

    // From the position on: what is to be read next.
    private byte[] _buffer = [];
    private int _length;
    private long _ticks;
    private Position _read;

    // What the cursor gave and the block has no place for: bytes that came later, or a place without bytes.
    private byte[] _next = [];
    private int _nextLength;
    private long _nextTicks;
    private (SpoolRecordKind Kind, long End, long Lines)? _missing;
    private long _lastTicks;
    private bool _isExhausted;
    private volatile bool _isClosed;
    private bool _needsLargeBlock;
    private Flush? _tried;

    /// <summary>Goes on where the checkpoints say that the stream stood.</summary>
    /// <param name="spool">The bytes.</param>
    /// <param name="stream">Whose they are.</param>
    /// <param name="settled">Where the stream stood; default for a new one.</param>
    /// <param name="intake">Takes what is read.</param>
    /// <param name="unfinishedLine">How long a line may wait for its end.</param>
    /// <param name="time">The clock.</param>
    public SpoolStream(DiskSpool spool, LogStream stream, Position settled, Intake intake, TimeSpan unfinishedLine, TimeProvider time)
    {
        _spool = spool;
        _stream = stream;
        _intake = intake;
        _events = new EventReader(intake, time);
        _unfinishedLine = unfinishedLine;
        _read = settled;
        _cursor = new SpoolCursor(spool, settled.Offset);
    }

    /// <summary>Whether nothing more is appended: then a last line needs no end.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set => _isClosed = value;
    }

    /// <summary>Whether it is closed and all of it was handed to the intake.</summary>
    public bool IsAtEnd => IsClosed && _tried == Flush.Everything && _cursor.Offset >= _spool.End;

    /// <summary>Bytes not acknowledged.</summary>
    public long LagBytes => Math.Max(0, _spool.End - _stream.AckedOffset);

    /// <summary>Reads one block.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public TailResult Read(long nowTicks)
    {
        _spool.Release(_stream.AckedOffset);

        // Before looking for more: what was appended before it was closed is there now.
        var isClosed = IsClosed;
        var grown = Fill();
        if (_length == 0 && _missing is null)
        {
            _tried = isClosed ? Flush.Everything : Flush.Nothing;
            return TailResult.Idle;
        }

        var hasMore = !_isExhausted;
        var flush = _missing is not null ? Flush.Everything
            : _nextLength > 0 ? AfterSilence(_nextTicks - _lastTicks)
            : hasMore ? Flush.Nothing
            : isClosed ? Flush.Everything
            : AfterSilence(nowTicks - _lastTicks);
        if (!grown && !hasMore && _tried >= flush)
        {
            return TailResult.Idle;
        }

        var start = _read;
        (_read, var end) = _events.Read(_stream, new Block(_buffer.AsSpan(0, _length), 0, _read.Offset), _read, _ticks, _ticks, flush);
        Consume((int)(_read.Offset - start.Offset));
        if (end == ReadingEnd.TurnOver)
        {
            _needsLargeBlock = false;
            _tried = null;
            return TailResult.More;
        }

        if (end == ReadingEnd.NoRoom || (_missing is not null && !Skip()))
        {
            _tried = null;
            return TailResult.NoRoom;
        }

        var isStuck = _read.Offset == start.Offset;
        _needsLargeBlock = isStuck && hasMore;
        _tried = hasMore ? null : flush;
        return _tried is null || !isStuck ? TailResult.More : TailResult.Idle;
    }

    /// <summary>Counts the lines that were not handed over. Nothing can be read after that.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public long CountUnread()
    {
        var lines = (long)_buffer.AsSpan(0, _length).Count((byte)'\n') + _next.AsSpan(0, _nextLength).Count((byte)'\n') + (_missing?.Lines ?? 0);
        while (_cursor.TryNext(out var record))
        {
            lines += record.Lines + record.Bytes.Count((byte)'\n');
        }

        return lines;
    }

    /// <summary>Takes from the spool what belongs into one block; true when there was something.</summary>
    private bool Fill()
    {
        var grown = false;
        _isExhausted = false;
        var most = _needsLargeBlock ? Math.Max(UsualBlock, _stream.Source.Bounds.MaxBytes + (2 * _stream.Source.MaxLineBytes)) : UsualBlock;
        while (_length < most && _missing is null)
        {
            if (_nextLength == 0 && !Next())
            {
                _isExhausted = true;
                break;
            }

            if (_nextLength == 0 || (_length > 0 && !_needsLargeBlock && Math.Abs(_nextTicks - _ticks) >= TimeSpan.TicksPerSecond))
            {
                break;
            }

            if (_length == 0)
            {
                _ticks = _nextTicks;
            }

            Append(_next.AsSpan(0, _nextLength));
            _lastTicks = _nextTicks;
            _nextLength = 0;
            grown = true;
        }

        return grown;
    }

    private bool Next()
    {
        if (!_cursor.TryNext(out var record))
        {
            return false;
        }

        if (record.Kind != SpoolRecordKind.Bytes)
        {
            _missing = (record.Kind, record.End, record.Lines);
            return true;
        }

        if (_next.Length < record.Bytes.Length)
        {
            _next = new byte[Math.Max(record.Bytes.Length, 4096)];
        }

        record.Bytes.CopyTo(_next);
        _nextLength = record.Bytes.Length;
        _nextTicks = record.Ticks;
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length < _length + bytes.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_length + bytes.Length, Math.Max(4096, _buffer.Length * 2)));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Consume(int count)
    {
        if (count > 0)
        {
            _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
            _length -= count;
            _ticks = _lastTicks;
        }
    }

    /// <summary>Passes a place without bytes, once all before it was read; false when there is no room for its account.</summary>
    private bool Skip()
    {
        if (!_intake.Batcher.TryBegin(_stream))
        {
            return false;
        }

        var (kind, end, lines) = _missing!.Value;
        _stream.Source.Ledger.AddPending(lines);
        var part = _stream.OpenPart!;
        part.Lines += (int)lines;
        part.Drop(kind == SpoolRecordKind.Dropped ? "spool_full" : "spool_broken", (int)lines);
        _read = new Position(end, LineContinuation.None, 0, 0);
        _length = 0;
        _intake.Batcher.Seal(_stream, _read, _lastTicks);
        _missing = null;
        return true;
    }

    private Flush AfterSilence(long ticks) =>
        ticks >= _unfinishedLine.Ticks ? Flush.Everything : ticks >= _stream.Source.Bounds.Timeout.Ticks ? Flush.Event : Flush.Nothing;
}
