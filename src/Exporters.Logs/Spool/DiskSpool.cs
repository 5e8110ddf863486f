using Exporters.Linux.Files;
using Exporters.Logs.Storage;
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
            spool.TakeUp(SpoolInventory.Read(directory, logger));
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
            throw new StateDirectoryException($"{directory}: cannot be used as a spool: {e.Message.TrimEnd('.')}. {WriteAdvice.For(e, directory)}", e);
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
            segment.Lines += lines;
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
            var lines = segment.CountLines();
            var target = index > 0 && _segments[index - 1] is { IsDropped: true } before && before.Start > _reading ? before : segment;
            var sum = lines + (target == segment ? 0 : target.CountLines());
            _onDisk -= target.Length;
            target.GiveUp(segment.End - target.Start, sum);
            _onDisk += target.Length;
            Log.Dropped(_logger, _directory, lines, _limits.MaxBytes);
            if (target != segment)
            {
                target.End = segment.End;
                Remove(index);
            }

            return true;
        }
    }

    private void Remove(int index)
    {
        var segment = _segments[index];
        _segments.RemoveAt(index);
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

    private void TakeUp(SpoolInventory found)
    {
        _segments.AddRange(found.Segments);
        _onDisk = found.Segments.Sum(segment => segment.Length);
        _end = found.End;
        _active = found.Segments.Count > 0 ? found.Segments[^1] : null;
        _endsLine = found.EndsLine;
        LastRecord = found.LastRecord;
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "{Directory}: the spool is full: its {Lines} oldest lines that are not on their way made room (logs.spool.when_full: drop_oldest, max_bytes: {MaxBytes})")]
        public static partial void Dropped(ILogger logger, string directory, long lines, long maxBytes);

        [LoggerMessage(3, LogLevel.Warning, "{Path} could not be deleted: {Reason}")]
        public static partial void NotDeleted(ILogger logger, string path, string reason);
    }
}
