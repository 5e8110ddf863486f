namespace Exporters.Logs.Spool;

/// <summary>Reads the records of one file after the other.</summary>
internal sealed class SegmentReader
{
    private byte[] _buffer = new byte[64 * 1024];
    private SpoolSegment _segment = null!;
    private long _offset;
    private int _at;
    private int _got;

    /// <summary>Where the next record begins in the file.</summary>
    public long FileOffset => _offset + _at;

    /// <summary>Begins with the first record of a file.</summary>
    public void Begin(SpoolSegment segment)
    {
        _segment = segment;
        _offset = SpoolFormat.FileHeader.Length;
        _at = 0;
        _got = 0;
    }

    /// <summary>
    /// The next record before <paramref name="limit"/>; false when there is no sound one. The content is good until the next call.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryNext(long limit, out SpoolRecordKind kind, out long ticks, out ReadOnlySpan<byte> content)
    {
        while (true)
        {
            var size = SpoolFormat.TryRead(_buffer.AsSpan(_at, _got - _at), out kind, out ticks, out content);
            if (size > 0)
            {
                _at += size;
                return true;
            }

            if (size < 0 || !Fill(limit))
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Passes a record that is not sound, if its length is to be believed: another record, or the limit, follows it. False when not;
    /// then nothing was passed.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryPass(long limit, out int bytes, out long lines)
    {
        bytes = 0;
        lines = 0;
        while (SpoolFormat.SizeOf(_buffer.AsSpan(_at, _got - _at)) is > 0 and var size && FileOffset + size <= limit)
        {
            var after = _buffer.AsSpan(_at, _got - _at);
            if (after.Length >= size && (FileOffset + size == limit || SpoolFormat.TryRead(after[size..], out _, out _, out _) > 0))
            {
                bytes = size - SpoolFormat.RecordHeaderSize;
                lines = after[SpoolFormat.RecordHeaderSize..size].Count((byte)'\n');
                _at += size;
                return true;
            }

            if (!Fill(limit, 2))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Lines in what is left, for an account of what cannot be read as records. The next record is the one at the limit.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public long SkipTo(long limit)
    {
        var lines = (long)_buffer.AsSpan(_at, _got - _at).Count((byte)'\n');
        _offset += _got;
        _at = _got = 0;
        while (Fill(limit))
        {
            lines += _buffer.AsSpan(0, _got).Count((byte)'\n');
            _offset += _got;
            _got = 0;
        }

        return lines;
    }

    /// <summary>Reads on; false when there is nothing before the limit, or so many records of the largest size are at hand.</summary>
    private bool Fill(long limit, int records = 1)
    {
        var left = _got - _at;
        var wanted = Math.Min(limit - (_offset + _got), (records * (SpoolFormat.MaxRecordBytes + SpoolFormat.RecordHeaderSize)) - left);
        if (wanted <= 0)
        {
            return false;
        }

        if (_at == 0 && _got == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_at, left).CopyTo(_buffer);
        _offset += _at;
        _at = 0;
        _got = left;
        var got = RandomAccess.Read(_segment.Handle, _buffer.AsSpan(left, (int)Math.Min(wanted, _buffer.Length - left)), _offset + left);
        _got += got;
        return got > 0;
    }
}
