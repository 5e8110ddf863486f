using Exporters.Linux.Files;
using Exporters.Logs.Checkpoints;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Spool;

/// <summary>
/// A queue of bytes on disk, for what cannot be read again where it came from. Each byte ever appended has its offset; what is
/// settled is given back file by file, the last file always stays. One thread appends, one reads; see <see cref="SpoolCursor"/>.
/// An append survives the death of this process; what must survive a power cut needs <see cref="Sync"/>.
/// </summary>
internal sealed partial class DiskSpool : IDisposable
{
    // A file that is delivered to its end is not filled up any further from here on: its room can be given back.
    private const long WorthGivingBack = 256 * 1024;

    private readonly string _directory;
    private readonly SpoolLimits _limits;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    // Under the gate.
    private readonly List<SpoolSegment> _segments = [];
    private readonly Dictionary<SpoolSegment, long> _lines = [];
    private long _onDisk;
    private long _end;
    private long _released;
    private long _reading;

    // Of the appending side.
    private SpoolSegment? _active;
    private byte[] _frame = [];
    private bool _hasNewName;
    private bool _endsLine = true;

    private DiskSpool(string directory, SpoolLimits limits, ILogger logger)
    {
        _directory = directory;
        _limits = limits;
        _logger = logger;
    }

    /// <summary>Called from the reading side when settled bytes made room.</summary>
    public Action? Freed { get; set; }

    /// <summary>Offset after the last byte.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Bytes on disk.</summary>
    public long BytesOnDisk
    {
        get
        {
            lock (_gate)
            {
                return _onDisk;
            }
        }
    }

    /// <summary>The last record that was found as the spool was opened; empty when there was none. It is there however much was delivered.</summary>
    public ReadOnlyMemory<byte> LastRecord { get; private set; }

    /// <summary>Opens a spool, made if need be, and takes up what is in it.</summary>
    /// <param name="directory">Its directory, its own alone.</param>
    /// <param name="limits">Its size cap.</param>
    /// <param name="settled">Offset up to which the checkpoints say that all is delivered. New bytes come after it, whatever is on disk.</param>
    /// <param name="logger">Told of what the machine's death left behind.</param>
    /// <exception cref="StateDirectoryException">It cannot be read or written, or a newer version wrote it.</exception>
    public static DiskSpool Open(string directory, SpoolLimits limits, long settled, ILogger logger)
    {
        var spool = new DiskSpool(directory, limits, logger);
        try
        {
            Directory.CreateDirectory(directory);
            spool.Load();
            if (spool._end < settled)
            {
                // The disk is behind the checkpoints: a power cut took what was delivered already.
                spool._end = settled;
                spool.Begin(settled);
            }

            spool._reading = settled;
            spool.Release(settled);
            return spool;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            spool.Dispose();
            throw new StateDirectoryException($"{directory}: cannot be used as a spool: {e.Message}", e);
        }
        catch (StateDirectoryException)
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Appends bytes, or the first part of them. Returns how many were taken; 0 when there is no room.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="ticks">When they came, UTC ticks.</param>
    /// <exception cref="IOException">The disk refuses; nothing was appended.</exception>
    public int Append(ReadOnlySpan<byte> bytes, long ticks)
    {
        bytes = bytes[..Math.Min(bytes.Length, SpoolFormat.MaxRecordBytes)];
        if (bytes.IsEmpty)
        {
            return 0;
        }

        while (BytesOnDisk + bytes.Length + SpoolFormat.RecordHeaderSize > _limits.MaxBytes)
        {
            if (_limits.WhenFull == WhenFull.Block || !DropOldest())
            {
                return 0;
            }
        }

        if (_active is null)
        {
            Begin(_end);
        }
        else if (IsFull(_active))
        {
            if (_endsLine || _active.Length > 2 * _limits.SegmentBytes)
            {
                Sync();
                Begin(_end);
            }
            else if (bytes.IndexOf((byte)'\n') is >= 0 and var lineEnd)
            {
                // The next file begins with a line: giving up a file gives up whole lines.
                bytes = bytes[..(lineEnd + 1)];
            }
        }

        Write(_active!, bytes, ticks);
        _endsLine = bytes[^1] == '\n';
        return bytes.Length;
    }

    /// <summary>Brings everything appended to the disk. For the appending side; may take as long as the disk does.</summary>
    /// <exception cref="IOException">The disk refuses; nothing is known of what was appended since the last time.</exception>
    public void Sync()
    {
        if (_active is not null)
        {
            RandomAccess.FlushToDisk(_active.Handle);
            SyncNames();
        }
    }

    /// <summary>Everything before the offset is settled: files that lie before it go. For the reading side.</summary>
    public void Release(long offset)
    {
        var freed = false;
        lock (_gate)
        {
            _released = Math.Max(_released, offset);
            while (_segments.Count > 1 && _segments[0].End <= offset)
            {
                Remove(0);
                freed = true;
            }
        }

        if (freed)
        {
            Freed?.Invoke();
        }
    }

    /// <summary>Removes the directory: for whoever is done with the spool, and knows where to go on without <see cref="LastRecord"/>.</summary>
    public void Delete()
    {
        Dispose();
        try
        {
            Directory.Delete(_directory, recursive: true);
        }
        catch (IOException e)
        {
            Log.NotDeleted(_logger, _directory, e.Message);
        }
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            segment.Close();
        }
    }

    /// <summary>The file that the offset lies in, or the next one; null when there is nothing from the offset on. It is not given up from now on.</summary>
    internal SpoolSegment? Enter(long offset)
    {
        lock (_gate)
        {
            foreach (var segment in _segments)
            {
                if (segment.End > offset)
                {
                    _reading = segment.Start;
                    return segment;
                }
            }

            return null;
        }
    }

    /// <summary>How far a file can be read now, and whether it is the one written to.</summary>
    internal (long Length, long End, bool IsLast) Look(SpoolSegment segment)
    {
        lock (_gate)
        {
            return (segment.Length, segment.End, segment == _segments[^1]);
        }
    }

    /// <summary>A file was read to its end.</summary>
    internal void Leave(SpoolSegment segment)
    {
        lock (_gate)
        {
            if (segment != _segments[^1])
            {
                segment.Close();
            }
        }
    }

    private bool IsFull(SpoolSegment segment)
    {
        lock (_gate)
        {
            return segment.Length >= _limits.SegmentBytes || (_released >= _end && segment.Length >= WorthGivingBack);
        }
    }

    /// <summary>Begins the next file.</summary>
    private void Begin(long start)
    {
        SpoolSegment segment;
        try
        {
            segment = SpoolSegment.Create(_directory, start);
        }
        catch (IOException) when (_active is not null && start == _end && IsSettled())
        {
            // The disk is full, and of what fills it this file can be given back: nobody needs its bytes any more.
            segment = Recycle(_active, start);
        }

        lock (_gate)
        {
            if (_active is not null && _active.Start != _reading)
            {
                _active.Close();
            }

            _segments.Add(segment);
            _lines[segment] = 0;
            _onDisk += segment.Length;
        }

        _active = segment;
        _hasNewName = true;
    }

    /// <summary>The bytes of a new file are nowhere after a power cut when its name is not.</summary>
    private void SyncNames()
    {
        if (_hasNewName)
        {
            DirectoryEntries.Sync(_directory);
            _hasNewName = false;
        }
    }

    private bool IsSettled()
    {
        lock (_gate)
        {
            return _segments.Count == 1 && _released >= _end;
        }
    }

    private SpoolSegment Recycle(SpoolSegment settled, long start)
    {
        var next = settled.Recycle(_directory, start);
        lock (_gate)
        {
            _segments.Remove(settled);
            _lines.Remove(settled);
            _onDisk -= settled.Length;
        }

        return next;
    }

    private void Write(SpoolSegment segment, ReadOnlySpan<byte> bytes, long ticks)
    {
        if (_frame.Length < bytes.Length + SpoolFormat.RecordHeaderSize)
        {
            _frame = new byte[Math.Max(bytes.Length + SpoolFormat.RecordHeaderSize, 64 * 1024)];
        }

        var size = SpoolFormat.WriteBytes(_frame, bytes, ticks);
        var before = segment.Length;
        try
        {
            RandomAccess.Write(segment.Handle, _frame.AsSpan(0, size), before);
        }
        catch (IOException)
        {
            // What was written of it holds room that whoever is to make some may need.
            RandomAccess.SetLength(segment.Handle, before);
            throw;
        }

        var lines = bytes.Count((byte)'\n');
        lock (_gate)
        {
            segment.Length += size;
            _onDisk += size;
            _end += bytes.Length;
            segment.End = _end;
            if (_lines.TryGetValue(segment, out var known))
            {
                _lines[segment] = known + lines;
            }
        }
    }

    /// <summary>Gives up the oldest file that nobody began to read; false when there is none.</summary>
    private bool DropOldest()
    {
        lock (_gate)
        {
            var index = _segments.FindIndex(s => s.Start > _reading && !s.IsDropped);
            if (index < 0 || index == _segments.Count - 1)
            {
                return false;
            }

            var segment = _segments[index];
            var lines = LinesOf(segment);
            var target = index > 0 && _segments[index - 1] is { IsDropped: true } before && before.Start > _reading ? before : segment;
            var sum = lines + (target == segment ? 0 : LinesOf(target));
            WriteDropped(target, segment.End - target.Start, sum);
            Log.Dropped(_logger, _directory, lines, _limits.MaxBytes);
            if (target != segment)
            {
                target.End = segment.End;
                Remove(index);
            }

            _lines[target] = sum;
            return true;
        }
    }

    private void WriteDropped(SpoolSegment target, long bytes, long lines)
    {
        var temporary = target.Path + ".tmp";
        Span<byte> record = stackalloc byte[SpoolFormat.DroppedRecordSize];
        SpoolFormat.WriteDropped(record, bytes, lines, ticks: 0);
        File.WriteAllBytes(temporary, [.. SpoolFormat.FileHeader, .. record]);
        target.Close();
        File.Move(temporary, target.Path, overwrite: true);
        var length = SpoolFormat.FileHeader.Length + record.Length;
        _onDisk += length - target.Length;
        target.Length = length;
        target.IsDropped = true;
    }

    /// <summary>Lines in a file; of one from an earlier run they are counted now.</summary>
    private long LinesOf(SpoolSegment segment)
    {
        if (_lines.TryGetValue(segment, out var known))
        {
            return known;
        }

        var lines = 0L;
        var reader = new SegmentReader();
        reader.Begin(segment);
        while (reader.TryNext(segment.Length, out var kind, out _, out var content))
        {
            lines += kind == SpoolRecordKind.Dropped ? SpoolFormat.Dropped(content).Lines : content.Count((byte)'\n');
        }

        segment.Close();
        return _lines[segment] = lines;
    }

    private void Remove(int index)
    {
        var segment = _segments[index];
        _segments.RemoveAt(index);
        _lines.Remove(segment);
        _onDisk -= segment.Length;
        try
        {
            segment.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run finds it settled, and tries again.
            Log.NotDeleted(_logger, segment.Path, e.Message);
        }
    }

    private void Load()
    {
        foreach (var left in Directory.EnumerateFiles(_directory, "*.tmp"))
        {
            File.Delete(left);
        }

        var starts = new List<long>();
        foreach (var path in Directory.EnumerateFiles(_directory, "*" + SpoolFormat.Extension))
        {
            if (SpoolFormat.StartOf(path) is { } start)
            {
                starts.Add(start);
            }
        }

        starts.Sort();
        for (var i = 0; i < starts.Count; i++)
        {
            var segment = new SpoolSegment(Path.Combine(_directory, SpoolFormat.FileName(starts[i])), starts[i]);
            segment.Length = RandomAccess.GetLength(segment.Handle);
            if (segment.Start < _end)
            {
                // It was given up together with the one before it, which says so.
                segment.Delete();
                continue;
            }

            Check(segment);
            var isLast = i == starts.Count - 1;
            if (isLast || segment.Length == SpoolFormat.FileHeader.Length + SpoolFormat.DroppedRecordSize)
            {
                Scan(segment, isLast);
            }

            _end = isLast || segment.IsDropped ? segment.End : starts[i + 1];
            segment.End = _end;
            _onDisk += segment.Length;
            _segments.Add(segment);
            if (!isLast)
            {
                segment.Close();
            }
        }

        _active = _segments.Count > 0 ? _segments[^1] : null;
        if (_segments.Count > 1 && LastRecord.IsEmpty)
        {
            // The last file has nothing in it: the one before has the last record.
            Scan(_segments[^2], isLast: false);
            _segments[^2].Close();
        }
    }

    private static void Check(SpoolSegment segment)
    {
        var header = new byte[SpoolFormat.FileHeader.Length];
        var got = RandomAccess.Read(segment.Handle, header, 0);
        if (got == header.Length && header.AsSpan().StartsWith("exporters-spool "u8) && !header.AsSpan().SequenceEqual(SpoolFormat.FileHeader))
        {
            throw new StateDirectoryException($"{segment.Path}: written by a newer version; run that one until the spool is empty, or give logs.state_dir another directory");
        }
    }

    /// <summary>Reads a file through; what comes after the last whole record of the last file is cut off.</summary>
    private void Scan(SpoolSegment segment, bool isLast)
    {
        var reader = new SegmentReader();
        reader.Begin(segment);
        var end = segment.Start;
        var lines = 0L;
        while (reader.TryNext(segment.Length, out var kind, out _, out var content))
        {
            if (kind == SpoolRecordKind.Dropped)
            {
                var (bytes, dropped) = SpoolFormat.Dropped(content);
                segment.IsDropped = true;
                end += bytes;
                lines += dropped;
                continue;
            }

            end += content.Length;
            lines += content.Count((byte)'\n');
            LastRecord = content.ToArray();
        }

        _lines[segment] = lines;
        if (!isLast)
        {
            segment.End = Math.Max(segment.End, end);
            return;
        }

        segment.End = end;
        if (reader.FileOffset < segment.Length)
        {
            Log.Torn(_logger, segment.Path, segment.Length - reader.FileOffset);
            RandomAccess.SetLength(segment.Handle, reader.FileOffset);
        }

        if (segment.Length < SpoolFormat.FileHeader.Length)
        {
            RandomAccess.Write(segment.Handle, SpoolFormat.FileHeader, 0);
        }

        segment.Length = reader.FileOffset;
        _endsLine = LastRecord.IsEmpty || LastRecord.Span[^1] == '\n';
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path}: its last {Bytes} bytes are no whole record: they were being written as the process or the machine died; they are cut off")]
        public static partial void Torn(ILogger logger, string path, long bytes);

        [LoggerMessage(2, LogLevel.Warning, "{Directory}: the spool is full: its {Lines} oldest lines that are not on their way made room (logs.spool.when_full: drop_oldest, max_bytes: {MaxBytes})")]
        public static partial void Dropped(ILogger logger, string directory, long lines, long maxBytes);

        [LoggerMessage(3, LogLevel.Warning, "{Path} could not be deleted: {Reason}")]
        public static partial void NotDeleted(ILogger logger, string path, string reason);
    }
}
