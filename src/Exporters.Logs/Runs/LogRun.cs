using System.Globalization;
using Exporters.Docker.Feed;
using Exporters.Configuration;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Stdin;
using Exporters.Logs.Steps;
using Exporters.Logs.Storage;
using Exporters.Logs.Tailing;
using Exporters.Metrics.Instruments;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Runs;

/// <summary>
/// The log module alone: <c>exporters logs</c> for what the file configures, <c>--file PATH</c> for files to their end,
/// <c>--stdin</c> for standard input to its end.
/// </summary>
/// <param name="config">The configuration.</param>
/// <param name="output">Takes the account at the end, and what is wrong.</param>
/// <param name="terminal">Takes the progress of a run that has an end; null when nobody watches.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Makes loggers.</param>
public sealed partial class LogRun(LogsConfig config, TextWriter output, TextWriter? terminal, TimeProvider time, ILoggerFactory loggers)
{
    private const int MaxStandardInputs = 100;
    private static readonly TimeSpan HintAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    /// <summary>With an end to the run, give up when nothing was acknowledged for this long; null, the default, never.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Follows what is configured, until stopped.</summary>
    /// <param name="stop">Stop reading, deliver what was read.</param>
    /// <param name="abandon">End at once; the next run sends the rest.</param>
    /// <returns>0 when every line that was read is settled, 1 when not.</returns>
    public Task<int> FollowAsync(CancellationToken stop, CancellationToken abandon) =>
        GuardAsync(async () =>
        {
            using var daemons = new DockerFeeds(time);
            var store = CheckpointStore.Open(config.StateDirectory, time, Logger);
            return await DeliverAsync(config, store, PipelineSources.Create(config, daemons, time, loggers, new DerivedMetrics()), untilRead: false, stop, abandon) ? 0 : 1;
        });

    /// <summary>Sends files to their end.</summary>
    /// <param name="paths">Paths or patterns.</param>
    /// <param name="service">Their <c>service.name</c>; null for <c>file</c>.</param>
    /// <param name="stop">Stop reading, deliver what was read.</param>
    /// <param name="abandon">End at once; the next run sends the rest.</param>
    /// <returns>0 when every line is acknowledged, 1 when not.</returns>
    public Task<int> SendFilesAsync(IReadOnlyList<string> paths, string? service, CancellationToken stop, CancellationToken abandon) =>
        GuardAsync(async () =>
        {
            var name = service ?? "file";
            var files = config with
            {
                Sources = [new SourceConfig { Name = name, Service = name, Include = [.. paths.Select(Path.GetFullPath)] }],
                Follow = config.Follow with { Times = new TailTimes(Silence, Silence) },
            };
            using var daemons = new DockerFeeds(time);
            var store = CheckpointStore.Open(files.StateDirectory, time, Logger);
            var isDelivered = await DeliverAsync(files, store, PipelineSources.Create(files, daemons, time, loggers, new DerivedMetrics()), untilRead: true, stop, abandon);
            return isDelivered && !stop.IsCancellationRequested ? 0 : 1;
        });

    /// <summary>
    /// Sends standard input to its end, after what an earlier run under this name left in its spool. Several may run under one name,
    /// each with a spool of its own.
    /// </summary>
    /// <param name="service">The <c>service.name</c> of its lines.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="stop">Take what is in the pipe, and deliver until the shutdown timeout.</param>
    /// <param name="abandon">End at once; the next run sends the rest.</param>
    /// <returns>0 when every line is acknowledged, 1 when not.</returns>
    public Task<int> SendStandardInputAsync(string service, Stream input, CancellationToken stop, CancellationToken abandon) =>
        GuardAsync(async () =>
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(abandon);
            using var onStop = stop.Register(() => deadline.CancelAfter(config.ShutdownTimeout));
            var isDelivered = true;
            var isTaken = false;
            for (var number = 1; number <= MaxStandardInputs; number++)
            {
                var own = config with { StateDirectory = StandardInput.StateDirectory(config.StateDirectory, service, number) };
                if ((isTaken && !Directory.Exists(own.StateDirectory)) || !TryOpen(own.StateDirectory, out var store))
                {
                    continue;
                }

                isDelivered &= await DeliverAsync(own, store, isTaken ? null : input, service, stop, deadline.Token);
                isTaken = true;
                if (_gaveUp)
                {
                    break;
                }
            }

            return isTaken && isDelivered ? 0
                : isTaken ? 1
                : throw new StateDirectoryException($"{MaxStandardInputs} processes send standard input as {service} already; give --service another name");
        });

    // Whether nothing was acknowledged for too long: what other runs left under this name would not be either.
    private bool _gaveUp;

    private ILogger Logger => loggers.CreateLogger("Exporters.Logs");

    private async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is StateDirectoryException or TlsFileException)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }
#pragma warning disable CA1031 // Here the process ends anyway: with a line that says so rather than by a signal.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Died(Logger, e);
            await output.WriteLineAsync($"exporters logs: BUG: {e.GetType().Name}: {e.Message}. The next run goes on where the receiver's acknowledgements ended");
            return 1;
        }
    }

    private bool TryOpen(string directory, out CheckpointStore store)
    {
        try
        {
            store = CheckpointStore.Open(directory, time, Logger);
            return true;
        }
        catch (StateDirectoryException e) when (e.IsInUse)
        {
            store = null!;
            return false;
        }
    }

    private async Task<bool> DeliverAsync(LogsConfig own, CheckpointStore store, Stream? input, string service, CancellationToken stop, CancellationToken deadline)
    {
        var source = PipelineSources.StandardInput(own, input, service, time, loggers);
        using var onStop = stop.Register(() => ((StandardInput)source.Reader!).Stop());
        return await DeliverAsync(own, store, [source], untilRead: true, deadline, deadline);
    }

    /// <summary>Whether everything that was read is acknowledged; says what is not.</summary>
    private async Task<bool> DeliverAsync(
        LogsConfig own, CheckpointStore store, IReadOnlyList<PipelineSource> sources, bool untilRead, CancellationToken stop, CancellationToken abandon)
    {
        var sender = new OtlpSender(own.Otlp, own.StateDirectory, new SenderInstruments(new InstrumentRegistry()), time, loggers);
        await using var pipeline = new LogPipeline(own, store, sender, sources, time, loggers);
        RunAccount[] accounts = [.. sources.Select(s => new RunAccount(s.Setup.Ledger))];
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        using var stopOrGiveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, giveUp.Token);
        var isSettled = await WatchAsync(own, sender, pipeline, untilRead, giveUp, stopOrGiveUp.Token);
        _gaveUp = giveUp.IsCancellationRequested && !abandon.IsCancellationRequested;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i].Reader is StandardInput input)
            {
                isSettled &= input.IsAtEnd && !input.IsBroken;
                accounts[i].Unread = input.UnreadLines;
                if (isSettled)
                {
                    input.Delete();
                }
            }

            await output.WriteLineAsync(accounts[i].ToString());
        }

        var unacknowledged = accounts.Sum(a => a.Unacknowledged);
        if (untilRead && unacknowledged > 0)
        {
            var rest = _gaveUp ? $" for {Durations.Format(GiveUpAfter!.Value)}" : "";
            rest += sender.Trouble is { } trouble ? $": {trouble}" : "";
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"exporters logs: {unacknowledged} lines are not acknowledged{rest}. What is pending goes out with the next run; its state is in {own.StateDirectory}"));
        }

        return isSettled && (!untilRead || unacknowledged == 0);
    }

    private async Task<bool> WatchAsync(LogsConfig own, OtlpSender sender, LogPipeline pipeline, bool untilRead, CancellationTokenSource giveUp, CancellationToken stop)
    {
        // Before the run: it reads its first lines before it comes back.
        using var done = new CancellationTokenSource();
        var hint = own.Otlp.IsEndpointGiven ? Task.CompletedTask : HintAsync(sender, done.Token);
        if (!untilRead)
        {
            try
            {
                return await pipeline.RunAsync(untilRead, stop, giveUp.Token);
            }
            finally
            {
                await done.CancelAsync();
                await hint;
            }
        }

        var progress = terminal is null ? Task.CompletedTask : new RunProgress(pipeline, terminal, time).RunAsync(done.Token);
        var patience = GiveUpAfter is { } longest ? new Patience(pipeline, longest, time).RunAsync(giveUp, done.Token) : Task.CompletedTask;
        try
        {
            return await pipeline.RunAsync(untilRead, stop, giveUp.Token);
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(progress, patience, hint);
        }
    }

    /// <summary>Says once what to give when the default receiver, which nobody named, does not take logs.</summary>
    private async Task HintAsync(OtlpSender sender, CancellationToken done)
    {
        try
        {
            await Task.Delay(HintAfter, time, done);
            while (sender.Trouble is null)
            {
                await Task.Delay(HintAfter, time, done);
            }

            await output.WriteLineAsync(
                $"exporters logs: no receiver was named, and {sender.Trouble}. Give one with --otlp-endpoint http://loki:3100/otlp/v1/logs or logs.otlp.endpoint,"
                + " or look at the lines here with --print; what was read waits meanwhile");
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "BUG: the run ended")]
        public static partial void Died(ILogger logger, Exception exception);
    }
}
