using System.Text;
using Exporters.Linux.Files;
using Exporters.Logs.Batching;
using Exporters.Logs.Storage;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Checkpoints;

/// <summary>
/// How far each stream is delivered, on disk. A snapshot, <c>checkpoints</c>, is replaced whole (temporary file, fsync, rename);
/// what changes since is appended to <c>checkpoints.journal.N</c>, N being the snapshot's number: an intent before a batch is sent,
/// its settlement after. An append is one write(2), so it survives the death of this process; the journal goes to the disk once
/// a second, so after a power cut the lines of the last second are sent again. Owned by the sending side.
/// </summary>
internal sealed partial class CheckpointStore : IDisposable
{
    private const long CompactAt = 4 << 20;
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly CheckpointFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MemoryStream _frame = new();
    private readonly BinaryWriter _writer;
    private readonly Dictionary<int, FileFingerprint?> _written = [];
    private FileStream _lock;
    private FileStream _journal = null!;
    private long _generation;
    private long _journalLength;
    private long _compactAt = CompactAt;
    private long _syncedTicks;
    private long _lookedTicks;

    private CheckpointStore(string directory, FileStream directoryLock, TimeProvider time, ILogger logger)
    {
        DirectoryPath = directory;
        _files = new CheckpointFiles(directory);
        _lock = directoryLock;
        _time = time;
        _logger = logger;
        _writer = new BinaryWriter(_frame, Encoding.UTF8, leaveOpen: true);
    }

    public CheckpointState State { get; private set; } = new();

    /// <summary>Where they are.</summary>
    public string DirectoryPath { get; }

    /// <summary>Opens the directory, made if need be, and takes up what is in it.</summary>
    /// <exception cref="StateDirectoryException">It cannot be written, another process uses it, or a newer version wrote it.</exception>
    public static CheckpointStore Open(string directory, TimeProvider time, ILogger logger)
    {
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(directory);
            held = OpenLock(directory);
            var store = new CheckpointStore(directory, held, time, logger);
            store.TakeUp();
            store.Compact();
            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var inUse = held is null && File.Exists(Path.Combine(directory, "lock")) && e is IOException and not (PathTooLongException or DirectoryNotFoundException)
                && e.Message.Contains("being used", StringComparison.Ordinal);
            held?.Dispose();
            throw new StateDirectoryException(
                inUse
                    ? $"{directory}: another process uses this directory; give each its own logs.state_dir"
                    : $"{directory}: cannot be written: {e.Message.TrimEnd('.')}. {WriteAdvice.For(e, directory)}",
                e) { IsInUse = inUse };
        }
        catch (StateDirectoryException)
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Notes that a batch is about to be sent.</summary>
    /// <exception cref="IOException">It could not be written, and the batch must not be sent.</exception>
    public void Intend(Batch batch)
    {
        KeepPlace();
        for (var i = 0; i < batch.PartCount; i++)
        {
            var part = batch.PartAt(i);
            WriteStream(part);
            if (part.From is { } from)
            {
                CheckpointState.WriteSettled(_writer, part.Stream.Id, from.At, from.LastTicks, from.ModifiedTicks, cursor: null);
            }

            CheckpointState.WriteIntent(_writer, part.Stream.Id, part.End.Offset, part.Marks);
        }

        Append();
    }

    /// <summary>Notes that a batch is settled, with what became of its lines.</summary>
    /// <exception cref="IOException">It could not be written; try again.</exception>
    public void Settle(Batch batch, IReadOnlyList<Settlement> settlements)
    {
        for (var i = 0; i < batch.PartCount; i++)
        {
            var part = batch.PartAt(i);
            WriteStream(part);
            CheckpointState.WriteSettled(
                _writer, part.Stream.Id, part.End, part.LastTicks, part.ModifiedTicks, part.Cursor);
            if (part.Ends)
            {
                CheckpointState.WriteEnded(_writer, part.Stream.Id);
            }
        }

        foreach (var settlement in settlements)
        {
            CheckpointState.WriteLedger(
                _writer, settlement.Ledger.Source, settlement.Delivered, settlement.RejectedLines, settlement.DroppedLines);
        }

        Append();
        for (var i = 0; i < batch.PartCount; i++)
        {
            if (batch.PartAt(i) is { Ends: true, Stream.Id: var id })
            {
                _written.Remove(id);
            }
        }

        if (_journalLength >= _compactAt)
        {
            TryCompact();
        }
        else if (_time.GetUtcNow().UtcTicks - _syncedTicks >= SyncEvery.Ticks)
        {
            Sync();
        }
    }

    /// <summary>As <see cref="Compact"/>; when there is no room for it now, the journal goes on and it is tried again later.</summary>
    public void TryCompact()
    {
        try
        {
            Compact();
            _compactAt = CompactAt;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _compactAt = _journalLength + CompactAt;
            Log.NotCompacted(_logger, _files.Snapshot, e.Message);
        }
    }

    /// <summary>Brings the journal to the disk.</summary>
    public void Sync()
    {
        _journal.Flush(flushToDisk: true);
        _syncedTicks = _time.GetUtcNow().UtcTicks;
    }

    /// <summary>Writes a new snapshot and begins a new journal.</summary>
    /// <exception cref="IOException">It could not be written; the old ones are still good.</exception>
    public void Compact()
    {
        var next = _generation + 1;
        var journalPath = _files.Journal(next);
        var temporary = _files.Snapshot + ".tmp";
        var header = CheckpointFiles.Header(next);
        var journal = new FileStream(journalPath, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            journal.Write(header);
            journal.Flush(flushToDisk: true);
            using (var snapshot = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                snapshot.Write(header);
                BeginFrame();
                _writer.Write7BitEncodedInt(State.HighestId);
                State.WriteAll(_writer);
                snapshot.Write(EndFrame());
                snapshot.Flush(flushToDisk: true);
            }

            File.Move(temporary, _files.Snapshot, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            journal.Dispose();
            File.Delete(journalPath);
            File.Delete(temporary);
            throw;
        }
        finally
        {
            ResetFrame();
        }

        _journal?.Dispose();
        var former = _files.Journal(_generation);
        _journal = journal;
        _journalLength = header.Length;
        _generation = next;
        _syncedTicks = _time.GetUtcNow().UtcTicks;

        // The old journal belongs to the old snapshot, which a power cut could bring back until here.
        DirectoryEntries.Sync(DirectoryPath);
        File.Delete(former);
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _writer.Dispose();
        _lock.Dispose();
    }

    /// <summary>Whoever removed the directory under us would make the next run begin anew, and nobody would notice before.</summary>
    /// <exception cref="IOException">It cannot be made again.</exception>
    private void KeepPlace()
    {
        var now = _time.GetUtcNow().UtcTicks;
        if (now - _lookedTicks is >= 0 and < TimeSpan.TicksPerSecond)
        {
            return;
        }

        if (File.Exists(_files.Journal(_generation)))
        {
            _lookedTicks = now;
            return;
        }

        Directory.CreateDirectory(DirectoryPath);
        _lock.Dispose();
        _lock = OpenLock(DirectoryPath);
        Compact();
        _lookedTicks = now;
        Log.MadeAnew(_logger, DirectoryPath);
    }

    private static FileStream OpenLock(string directory) =>
        new(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private void TakeUp()
    {
        (State, _generation) = _files.Read(_logger);
        foreach (var (id, stream) in State.Streams)
        {
            _written[id] = stream.Identity;
        }
    }

    private void WriteStream(BatchPart part)
    {
        var stream = part.Stream;
        if (_frame.Length == 0)
        {
            BeginFrame();
        }

        if (!_written.TryGetValue(stream.Id, out var written) || written != part.Identity)
        {
            CheckpointState.WriteStream(_writer, stream.Id, stream.Source.Ledger.Source, stream.Key, part.Identity);
            _written[stream.Id] = part.Identity;
        }
    }

    private void BeginFrame()
    {
        _frame.SetLength(0);
        _frame.Write(stackalloc byte[Frames.HeaderSize]);
    }

    private ReadOnlySpan<byte> EndFrame()
    {
        _writer.Flush();
        var frame = _frame.GetBuffer().AsSpan(0, (int)_frame.Length);
        Frames.WriteHeader(frame);
        return frame;
    }

    private void ResetFrame() => _frame.SetLength(0);

    private void Append()
    {
        if (_frame.Length == 0)
        {
            return;
        }

        try
        {
            var frame = EndFrame();
            _journal.Write(frame);
            _journalLength += frame.Length;
            State.Apply(_frame.GetBuffer().AsMemory(Frames.HeaderSize, frame.Length - Frames.HeaderSize));
        }
        catch (IOException)
        {
            // Half a frame must not stay: the next one would be behind it.
            _written.Clear();
            _journal.SetLength(_journalLength);
            _journal.Position = _journalLength;
            throw;
        }
        finally
        {
            ResetFrame();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} could not be written anew: {Reason}; its journal goes on")]
        public static partial void NotCompacted(ILogger logger, string path, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{Directory} was removed while it was in use; it was made anew, and nothing of it is lost")]
        public static partial void MadeAnew(ILogger logger, string directory);
    }
}
