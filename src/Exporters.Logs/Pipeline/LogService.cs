using System.Runtime.InteropServices;
using Exporters.Configuration;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Storage;
using Exporters.Metrics;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Pipeline;

/// <summary>
/// The log module at work beside the others. What goes wrong in it ends it alone, is said on <c>/health</c> and on the page, and it
/// is begun anew after a while: nothing that is not settled was noted as such.
/// </summary>
/// <param name="config">The section <c>logs</c>.</param>
/// <param name="sources">Makes its sources, anew at each beginning.</param>
/// <param name="instruments">Counts what every sender does.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Makes loggers.</param>
internal sealed partial class LogService(
    LogsConfig config, Func<IReadOnlyList<PipelineSource>> sources, SenderInstruments instruments, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService, IModule
{
    /// <summary>How long after a failure it is begun anew.</summary>
    public static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>A look at the sources takes less than this unless one of them does not answer: a file system over a network, say.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);

    /// <summary>A last line without its end waits for a minute; a source that has waited for longer stands.</summary>
    internal static readonly TimeSpan StalledAfter = TimeSpan.FromMinutes(2);

    private const string NoSources = "logs is enabled and has no sources: add logs.sources, or remove the section logs";

    private readonly ILogger _logger = loggers.CreateLogger("Exporters.Logs");
    private volatile LogFailure? _failure;

    /// <summary>The pipeline once its state directory is open; null before and after.</summary>
    public LogPipeline? Pipeline { get; private set; }

    /// <summary>The sender; null before the start.</summary>
    public OtlpSender? Sender { get; private set; }

    /// <summary>Why it does not run now; null when it does. A new run has to look at its sources once before it counts.</summary>
    public LogFailure? Failure => Pipeline is { IsOpen: true } ? null : _failure;

    public string Name => "logs";

    public ModuleReport Report()
    {
        if (Failure is { } failure)
        {
            return new ModuleReport(ModuleState.Failed, failure.Message);
        }

        if (Pipeline is not { } pipeline)
        {
            return new ModuleReport(ModuleState.Starting, "its sources are not open yet");
        }

        if (pipeline.SinceLook > LongestLook)
        {
            return new ModuleReport(
                ModuleState.Degraded,
                $"nothing was read for {Seconds(pipeline.SinceLook)}: {pipeline.ReadingNow ?? "a source"} does not answer or takes too long to parse");
        }

        if (!pipeline.IsOpen)
        {
            return new ModuleReport(ModuleState.Starting, "its sources are not open yet");
        }

        if (pipeline.Sources.Count == 0)
        {
            return new ModuleReport(ModuleState.Degraded, NoSources);
        }

        if (pipeline.StateProblem is { } problem)
        {
            return new ModuleReport(ModuleState.Degraded, $"checkpoints cannot be written, lines wait: {problem}");
        }

        if (Sender?.Trouble is { } trouble)
        {
            return new ModuleReport(ModuleState.Degraded, trouble);
        }

        foreach (var source in pipeline.Sources)
        {
            if (source.Reader?.Trouble is { } unread)
            {
                return new ModuleReport(ModuleState.Degraded, $"{unread.Source}: {unread.Text}");
            }
        }

        foreach (var lag in pipeline.Meter.Lag)
        {
            if (pipeline.Meter.Stalled(lag) is var stalled && stalled > StalledAfter)
            {
                return new ModuleReport(
                    ModuleState.Degraded, $"{lag.Ledger.Source}: {lag.Bytes} bytes and {lag.Ledger.Pending} lines wait, and none was read or settled for {Seconds(stalled)}");
            }
        }

        return pipeline.Follower.Unreadable.Count > 0
            ? new ModuleReport(ModuleState.Degraded, $"{pipeline.Follower.Unreadable.Count} files or directories cannot be read, the first is {pipeline.Follower.Unreadable[0].Path}")
            : new ModuleReport(ModuleState.Running, $"{pipeline.Meter.FileCount} files");
    }

    private static string Seconds(TimeSpan span) => Durations.Format(TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Opening the state directory waits for a disk: the host's start must not.
        await Task.Yield();
        using var abandon = new CancellationTokenSource();
        var signals = 0;
        void OnSignal(PosixSignalContext context)
        {
            // The first one is the host's, which stops; at the second nothing is waited for any more.
            if (Interlocked.Increment(ref signals) > 1)
            {
                abandon.Cancel();
            }
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        while (!await RunAsync(stoppingToken, abandon.Token))
        {
            await Task.Delay(BeginAgainAfter, time, stoppingToken);
        }
    }

    /// <summary>One run, to its end; false when it ended by a failure.</summary>
    private async Task<bool> RunAsync(CancellationToken stoppingToken, CancellationToken abandon)
    {
        try
        {
            var store = CheckpointStore.Open(config.StateDirectory, time, _logger);
            await using var pipeline = await OpenAsync(store);
            if (_failure is not null)
            {
                Log.BegunAgain(_logger);
            }

            Pipeline = pipeline;
            if (pipeline.Sources.Count == 0)
            {
                Log.NothingToFollow(_logger, NoSources);
            }

            if (!await pipeline.RunAsync(untilRead: false, stoppingToken, abandon))
            {
                Log.Unacknowledged(_logger);
            }

            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return true;
        }
        catch (StateDirectoryException e)
        {
            Failed(new LogFailure(UnavailableReason.Io, e.Message));
        }
        catch (TlsFileException e)
        {
            Failed(new LogFailure(UnavailableReason.Configuration, e.Message));
        }
#pragma warning disable CA1031 // A bug here must not end the process, which serves metrics; it is said on /health, on the page and in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = new LogFailure(UnavailableReason.Bug, $"BUG: {e.GetType().Name}: {e.Message}");
            Log.Died(_logger, e);
        }
        finally
        {
            Pipeline = null;
        }

        return false;
    }

    private async Task<LogPipeline> OpenAsync(CheckpointStore store)
    {
        OtlpSender? sender = null;
        try
        {
            sender = Sender = new OtlpSender(config.Otlp, config.StateDirectory, instruments, time, loggers);
            return new LogPipeline(config, store, sender, sources(), time, loggers);
        }
        catch
        {
            if (sender is not null)
            {
                await sender.DisposeAsync();
            }

            store.Dispose();
            throw;
        }
    }

    /// <summary>Said once, not at each beginning.</summary>
    private void Failed(LogFailure failure)
    {
        if (_failure != failure)
        {
            Log.NotStarted(_logger, failure.Message);
        }

        _failure = failure;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Logs are not followed: {Reason}. It is tried again every 30 s; metrics go on")]
        public static partial void NotStarted(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "BUG: the log module ended; metrics go on. It is begun anew in 30 s and goes on where the receiver's acknowledgements ended")]
        public static partial void Died(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Stopped before everything was acknowledged; the next run sends the rest")]
        public static partial void Unacknowledged(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "{Problem}")]
        public static partial void NothingToFollow(ILogger logger, string problem);

        [LoggerMessage(4, LogLevel.Information, "Logs are followed again")]
        public static partial void BegunAgain(ILogger logger);
    }
}
