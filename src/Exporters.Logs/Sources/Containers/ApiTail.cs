using System.Buffers;
using Exporters.Docker;
using Exporters.Logs.Batching;
using Exporters.Logs.Spool;
using Exporters.Logs.Tailing;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// One container's log, read through the Engine API: a pump writes what comes to a spool, whose last lines tell where to go on when
/// the stream breaks; the reading loop delivers from there.
/// </summary>
internal sealed partial class ApiTail : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWordsTake = TimeSpan.FromSeconds(10);

    private readonly ContainerWatch _watch;
    private readonly DiskSpool _spool;
    private readonly SpoolStream _reading;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _wake;
    private readonly CancellationTokenSource _stop = new();
    private readonly WakeSignal _changed = new();
    private readonly WakeSignal _room = new();
    private readonly ApiLines _lines = new();
    private readonly ArrayBufferWriter<byte> _chunk = new();
    private volatile ContainerLog? _log;
    private volatile bool _isGone;
    private long _goneTicks;
    private volatile string? _problem;
    private Task _pump = Task.CompletedTask;

    public ApiTail(ContainerWatch watch, DiskSpool spool, LogStream stream, SpoolStream reading, TimeProvider time, ILogger logger, Action wake)
    {
        _watch = watch;
        _spool = spool;
        Stream = stream;
        _reading = reading;
        _time = time;
        _logger = logger;
        _wake = wake;
        _spool.Freed = _room.Set;
        _lines.Restore(spool.LastRecord.Span);
    }

    public LogStream Stream { get; }

    /// <summary>Bytes in the spool that are not acknowledged.</summary>
    public long LagBytes => _reading.LagBytes;

    /// <summary>Why nothing can be taken from the container now; null when it can.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the container is gone, and all it wrote is delivered.</summary>
    public bool IsOver => _reading.IsAtEnd && _reading.LagBytes == 0 && _pump.IsCompleted;

    /// <summary>The container as it is now.</summary>
    public void Update(ContainerLog log)
    {
        if (Equals(_log, log))
        {
            return;
        }

        var isFirst = _log is null;
        _log = log;
        Stream.Resource = log.Resource;
        if (isFirst)
        {
            _pump = Task.Run(() => PumpAsync(_stop.Token));
        }
        else
        {
            _changed.Set();
        }
    }

    /// <summary>The container is gone: what its stream still holds is all there will be. To be called until <see cref="IsOver"/>.</summary>
    public void Close()
    {
        if (!_isGone)
        {
            _isGone = true;
            _goneTicks = _time.GetTimestamp();
            _changed.Set();
        }

        if (!_pump.IsCompleted && _time.GetElapsedTime(_goneTicks) > LastWordsTake)
        {
            _stop.Cancel();
        }

        _reading.IsClosed |= _pump.IsCompleted;
    }

    /// <summary>Reads one block out of the spool.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public TailResult Read(long nowTicks) => _reading.Read(nowTicks);

    /// <summary>Removes the spool.</summary>
    public void Delete() => _spool.Delete();

    public void Dispose()
    {
        _stop.Cancel();
        _spool.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        while (!cancellationToken.IsCancellationRequested)
        {
            var log = _log!;
            try
            {
                var options = new DockerLogOptions { Tty = log.HasTerminal, SinceNanoseconds = _lines.SinceNanoseconds };
                using var reader = await _watch.Client.OpenLogsAsync(log.Id, options, cancellationToken);
                _lines.Begin(log.HasTerminal);
                if (await CopyAsync(reader, cancellationToken))
                {
                    wait = FirstRetry;
                }

                if (!_log!.IsRunning && !_isGone)
                {
                    await _changed.WaitAsync(cancellationToken);
                    continue;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is ObjectDisposedException && cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (DockerException e) when (e.Failure == DockerFailure.NotFound)
            {
                // Removed: the watch will say so.
            }
            catch (DockerException e) when (e.Failure == DockerFailure.Refused || e.Message.Contains("does not support reading", StringComparison.Ordinal))
            {
                _watch.GiveUp(log, e.Message);
                return;
            }
            catch (DockerException e)
            {
                Failed(log, e.Message);
            }
#pragma warning disable CA1031 // Nobody awaits this task: what is not said here is said nowhere.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.Faulted(_logger, e, log.Name);
                Failed(log, $"BUG: {e.Message}");
            }

            if (_isGone)
            {
                return;
            }

            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                deadline.CancelAfter(wait);
                await _changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                wait = wait * 2 < LastRetry ? wait * 2 : LastRetry;
            }
        }
    }

    /// <summary>Copies to the stream's end; true when anything new came.</summary>
    private async Task<bool> CopyAsync(DockerLogReader reader, CancellationToken cancellationToken)
    {
        var isNew = false;
        try
        {
            while (true)
            {
                var next = reader.ReadAsync(cancellationToken);
                if (_chunk.WrittenCount >= ChunkBytes || (!next.IsCompleted && _chunk.WrittenCount > 0))
                {
                    isNew = true;
                    await SpoolAsync(cancellationToken);
                }

                if (await next is not { } frame)
                {
                    break;
                }

                _lines.Take(frame, _chunk);
            }
        }
        catch (DockerException)
        {
            // What came before the break counts as made: it must not wait for what comes after.
            await SpoolAsync(cancellationToken);
            throw;
        }

        _lines.End(_chunk);
        isNew |= _chunk.WrittenCount > 0;
        await SpoolAsync(cancellationToken);
        Solved(_log!);
        return isNew;
    }

    /// <summary>Appends to the spool, however long that takes: meanwhile the container's lines stay with Docker.</summary>
    private async Task SpoolAsync(CancellationToken cancellationToken)
    {
        var bytes = _chunk.WrittenMemory;
        while (!bytes.IsEmpty)
        {
            var taken = 0;
            try
            {
                taken = _spool.Append(bytes.Span, _time.GetUtcNow().UtcTicks);
                if (taken > 0)
                {
                    Solved(_log!);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failed(_log!, e.Message);
            }

            bytes = bytes[taken..];
            _wake();
            if (taken == 0)
            {
                await _room.WaitAsync(LastRetry, cancellationToken);
            }
        }

        _chunk.ResetWrittenCount();
    }

    private void Failed(ContainerLog log, string reason)
    {
        if (_problem is null)
        {
            Log.NotRead(_logger, log.Name, reason);
        }

        _problem = reason;
    }

    private void Solved(ContainerLog log)
    {
        if (_problem is not null)
        {
            _problem = null;
            Log.ReadAgain(_logger, log.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The log of container {Name} cannot be read now: {Reason}; it is tried again, nothing is lost while Docker keeps it")]
        public static partial void NotRead(ILogger logger, string name, string reason);

        [LoggerMessage(2, LogLevel.Information, "The log of container {Name} can be read again")]
        public static partial void ReadAgain(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Error, "BUG: reading the log of container {Name} failed")]
        public static partial void Faulted(ILogger logger, Exception exception, string name);
    }
}
