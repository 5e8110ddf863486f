namespace Exporters.Logs.Spool;

/// <summary>Reads a spool in order, from an offset that lies anywhere in it. One for each spool, used by the reading side alone.</summary>
internal sealed class SpoolCursor(DiskSpool spool, long offset)
{
    private readonly SegmentReader _reader = new();
    private SpoolSegment? _segment;
    private long _recordStart;

    /// <summary>Where the next byte is.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>The next record, or what is left of the one that the offset lies in; false when there is nothing more now.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool TryNext(out SpoolRecord record)
    {
        while (true)
        {
            if (_segment is null)
            {
                if (spool.Enter(Offset) is not { } entered)
                {
                    record = default;
                    return false;
                }

                _segment = entered;
                _recordStart = entered.Start;
                _reader.Begin(entered);
                if (entered.Start > Offset)
                {
                    record = Missing(SpoolRecordKind.Broken, entered.Start, lines: 0);
                    return true;
                }
            }

            var (length, end, isLast) = spool.Look(_segment);
            if (_reader.FileOffset < length)
            {
                if (Read(length, end, out record))
                {
                    return true;
                }
            }
            else if (isLast)
            {
                record = default;
                return false;
            }
            else
            {
                spool.Leave(_segment);
                _segment = null;
                if (Offset < end)
                {
                    record = Missing(SpoolRecordKind.Broken, end, lines: 0);
                    return true;
                }
            }
        }
    }

    /// <summary>Reads a record; false when it lies before the offset.</summary>
    private bool Read(long length, long segmentEnd, out SpoolRecord record)
    {
        if (!_reader.TryNext(length, out var kind, out var ticks, out var content))
        {
            if (_reader.TryPass(length, out var broken, out var lost))
            {
                _recordStart += broken;
            }
            else
            {
                lost = _reader.SkipTo(length);
                _recordStart = segmentEnd;
            }

            record = Missing(SpoolRecordKind.Broken, Math.Max(_recordStart, Offset), lost);
            return record.End > record.Start;
        }

        var start = _recordStart;
        if (kind == SpoolRecordKind.Dropped)
        {
            var (bytes, lines) = SpoolFormat.Dropped(content);
            _recordStart = start + bytes;
            record = Missing(kind, Math.Max(_recordStart, Offset), lines);
            return record.End > record.Start;
        }

        _recordStart = start + content.Length;
        if (_recordStart <= Offset)
        {
            record = default;
            return false;
        }

        record = new SpoolRecord(kind, Offset, _recordStart, ticks, 0, content[(int)(Offset - start)..]);
        Offset = _recordStart;
        return true;
    }

    private SpoolRecord Missing(SpoolRecordKind kind, long end, long lines)
    {
        var record = new SpoolRecord(kind, Offset, end, 0, lines, []);
        Offset = end;
        return record;
    }
}
