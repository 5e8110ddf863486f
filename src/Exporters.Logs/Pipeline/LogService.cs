using System.Runtime.InteropServices;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Steps;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Pipeline;

/// <summary>The log module at work beside the others. What goes wrong in it ends it alone, and is said on <c>/health</c>.</summary>
internal sealed partial class LogService(LogsConfig config, DerivedMetrics metrics, TimeProvider time, ILoggerFactory loggers) : BackgroundService, IModule
{
    private readonly ILogger _logger = loggers.CreateLogger("Exporters.Logs");
    private volatile string? _failure;

    /// <summary>The pipeline once its state directory is open; null before and after.</summary>
    public LogPipeline? Pipeline { get; private set; }

    /// <summary>The sender; null before the start.</summary>
    public OtlpSender? Sender { get; private set; }

    public string Name => "logs";

    public ModuleReport Report()
    {
        if (_failure is { } failure)
        {
            return new ModuleReport(ModuleState.Failed, failure);
        }

        if (Pipeline is not { IsOpen: true } pipeline)
        {
            return new ModuleReport(ModuleState.Starting, "its sources are not open yet");
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

        return pipeline.Follower.Unreadable.Count > 0
            ? new ModuleReport(ModuleState.Degraded, $"{pipeline.Follower.Unreadable.Count} files cannot be read, the first is {pipeline.Follower.Unreadable[0].Path}")
            : new ModuleReport(ModuleState.Running, $"{pipeline.FileCount} files");
    }

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
        try
        {
            var store = CheckpointStore.Open(config.StateDirectory, time, _logger);
            var sender = Sender = new OtlpSender(config.Otlp, config.StateDirectory, time, loggers);
            await using var pipeline = new LogPipeline(config, store, sender, PipelineSources.Create(config, time, loggers, metrics), time, loggers);
            Pipeline = pipeline;
            if (!await pipeline.RunAsync(untilRead: false, stoppingToken, abandon.Token))
            {
                Log.Unacknowledged(_logger);
            }
        }
        catch (StateDirectoryException e)
        {
            _failure = e.Message;
            Log.NotStarted(_logger, e.Message);
        }
#pragma warning disable CA1031 // A bug here must not end the process, which serves metrics; it is said on /health and in the log.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _failure = $"BUG: {e.GetType().Name}: {e.Message}";
            Log.Died(_logger, e);
        }
        finally
        {
            Pipeline = null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Logs are not followed: {Reason}")]
        public static partial void NotStarted(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "BUG: the log module ended; metrics go on. Restart the process to follow logs again; nothing is lost that is still in its files")]
        public static partial void Died(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Stopped before everything was acknowledged; the next run sends the rest")]
        public static partial void Unacknowledged(ILogger logger);
    }
}
