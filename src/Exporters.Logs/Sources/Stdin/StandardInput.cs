using System.Globalization;
using Exporters.Logs.Batching;
using Exporters.Logs.Spool;
using Exporters.Logs.Storage;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Stdin;

/// <summary>
/// Standard input: what is read goes to a spool at once and is delivered from there, so that whoever writes waits only while the
/// spool is full. What an earlier run could not deliver goes first.
/// </summary>
internal sealed partial class StandardInput : ISourceReader
{
    private const string Key = "stdin";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SyncAfter = TimeSpan.FromSeconds(1);

    // Who is told to stop with us had said its last words before: they are in the pipe.
    private static readonly TimeSpan LastWordsTake = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AllLastWordsTake = TimeSpan.FromSeconds(1);

    private readonly Stream? _input;
    private readonly SourceSetup _setup;
    private readonly SourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _room = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DiskSpool _spool = null!;
    private SpoolStream _stream = null!;
    private Action _wake = () => { };
    private Task? _freed;
    private volatile bool _isDisposed;
    private volatile string? _problem;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="options">Where the spool is, how large it may be, how long a line may wait for its end; the resource of its lines.</param>
    /// <param name="input">Standard input; null to deliver only what an earlier run left.</param>
    /// <param name="setup">How its lines are read.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of what the disk refuses.</param>
    public StandardInput(SourceOptions options, Stream? input, SourceSetup setup, TimeProvider time, ILogger logger)
    {
        _options = options;
        _input = input;
        _setup = setup;
        _time = time;
        _logger = logger;
    }

    /// <summary>Where its checkpoints and its spool are: apart from those of what is followed all the time.</summary>
    /// <param name="parent"><c>logs.state_dir</c>.</param>
    /// <param name="service">The name that its lines get.</param>
    /// <param name="number">Which of those that run under this name at once.</param>
    public static string StateDirectory(string parent, string service, int number)
    {
        var name = "stdin-" + Uri.EscapeDataString(service);
        return Path.Combine(parent, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}+{number}"));
    }

    public bool IsAtEnd => _stream.IsAtEnd;

    /// <summary>Whether nothing more comes: whoever wrote closed it, it cannot be read any further, or we were told to stop.</summary>
    public bool HasEnded => _stream.IsClosed;

    /// <summary>Whether it ended by an error, so that what followed was never read.</summary>
    public bool IsBroken { get; private set; }

    public bool WantsRoom { get; private set; }

    public long LagBytes => _stream.LagBytes;

    /// <summary>Why the spool takes nothing now, while whoever writes waits; null when it does.</summary>
    public (string Source, string Reason, string Text)? Trouble =>
        _problem is { } problem ? (_options.StateDirectory, "io", $"the spool of standard input cannot be written: {problem}") : null;

    /// <summary>Lines in the spool that were not handed to the intake yet.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public long UnreadLines => _stream.CountUnread();

    /// <inheritdoc/>
    /// <exception cref="StateDirectoryException">The spool cannot be used.</exception>
    public bool IsOfItsKind(StreamState state) => state.Key == Key;

    public void Open(Intake intake, StreamNumbers numbers, IReadOnlyList<StreamState> known, Action wake)
    {
        var state = known.FirstOrDefault(s => s.Key == Key);
        _wake = wake;
        _spool = DiskSpool.Open(Path.Combine(_options.StateDirectory, "spool"), _options.Spool, state?.Acked.Offset ?? 0, _logger);
        _spool.Freed = _room.Set;
        var stream = new LogStream(state?.Id ?? numbers.Next(), Key, _setup, _options.Resource());
        if (state is not null)
        {
            stream.AckedOffset = state.Acked.Offset;
            stream.LastTicks = state.LastTicks;
            stream.Replay = Replay.Of(state);
        }

        _stream = new SpoolStream(_spool, stream, state?.Acked ?? default, intake, _options.Follow.Times.UnfinishedLine, _time);
        _stream.IsClosed = _input is null;
        if (_input is not null)
        {
            _ = Task.Run(() => PumpAsync(_input));
        }
    }

    public bool Read()
    {
        WantsRoom = false;
        for (var blocks = 0; blocks < 16; blocks++)
        {
            switch (_stream.Read(_time.GetUtcNow().UtcTicks))
            {
                case TailResult.NoRoom:
                    WantsRoom = true;
                    return false;
                case TailResult.Idle:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Takes what lies in the pipe still, and then no more.</summary>
    public void Stop() => _stopped.TrySetResult();

    /// <summary>Everything was delivered and nothing more will come: the spool goes.</summary>
    public void Delete() => _spool.Delete();

    public void Dispose()
    {
        _isDisposed = true;
        Stop();
        _spool?.Dispose();
    }

    private async Task PumpAsync(Stream input)
    {
        try
        {
            if (_spool.LastRecord.Span is [.., not (byte)'\n'])
            {
                // The earlier run ended within a line: what comes now is not the rest of it.
                await SpoolAsync("\n"u8.ToArray());
            }

            await ReadAsync(input);
        }
#pragma warning disable CA1031 // Whatever it is: it is said and makes the run end with 1, for nobody awaits this task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            IsBroken = true;
            Log.NotRead(_logger, e.Message);
        }
        finally
        {
            _stream.IsClosed = true;
            Wake();
        }
    }

    private async Task ReadAsync(Stream input)
    {
        var buffer = new byte[64 * 1024];
        var unsynced = false;
        var syncedTicks = _time.GetTimestamp();
        var stoppedTicks = 0L;
        while (stoppedTicks == 0 || _time.GetElapsedTime(stoppedTicks) < AllLastWordsTake)
        {
            stoppedTicks = stoppedTicks == 0 && _stopped.Task.IsCompleted ? _time.GetTimestamp() : stoppedTicks;
            var read = input.ReadAsync(buffer).AsTask();
            if (unsynced && !read.IsCompleted && await Task.WhenAny(read, Task.Delay(SyncAfter, _time)) != read)
            {
                Sync();
                unsynced = false;
            }

            if (!await HasMoreAsync(read) || await read is not (> 0 and var length))
            {
                break;
            }

            await SpoolAsync(buffer.AsMemory(0, length));
            Wake();
            unsynced = true;
            if (_time.GetElapsedTime(syncedTicks) >= SyncAfter)
            {
                Sync();
                unsynced = false;
                syncedTicks = _time.GetTimestamp();
            }
        }

        Sync();
    }

    /// <summary>Whether the read comes to an end: when told to stop, only of what is there already.</summary>
    private async Task<bool> HasMoreAsync(Task read)
    {
        if (!read.IsCompleted && await Task.WhenAny(read, _stopped.Task) != read)
        {
            await Task.WhenAny(read, Task.Delay(LastWordsTake, _time));
        }

        return read.IsCompleted;
    }

    /// <summary>Appends to the spool, however long that takes.</summary>
    private async Task SpoolAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isDisposed)
        {
            var taken = 0;
            try
            {
                taken = _spool.Append(bytes.Span, _time.GetUtcNow().UtcTicks);
                if (taken > 0 && _problem is not null)
                {
                    _problem = null;
                    Log.SpooledAgain(_logger);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Refused(e);
            }

            bytes = bytes[taken..];
            if (taken == 0)
            {
                Wake();
                _freed ??= _room.WaitAsync();
                await Task.WhenAny(_freed, Task.Delay(RetryAfter, _time));
                _freed = _freed.IsCompleted ? null : _freed;
            }
        }
    }

    private void Sync()
    {
        try
        {
            _spool.Sync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refused(e);
        }
    }

    private void Refused(Exception e)
    {
        if (_problem is null)
        {
            Log.NotSpooled(_logger, e.Message);
        }

        _problem = e.Message;
    }

    private void Wake()
    {
        if (!_isDisposed)
        {
            _wake();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The spool of standard input cannot be written: {Reason} Whoever writes waits until logs.state_dir has room; nothing is lost")]
        public static partial void NotSpooled(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The spool of standard input can be written again")]
        public static partial void SpooledAgain(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "Standard input cannot be read any further: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
