using System.Globalization;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Steps;
using Exporters.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs;

/// <summary>The log module alone: <c>exporters logs</c> for what the file configures, <c>exporters logs --file PATH</c> for files to their end.</summary>
public sealed class LogRun(LogsConfig config, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    /// <summary>The same configuration with these files in place of its sources.</summary>
    public static LogsConfig ForFiles(LogsConfig config, IReadOnlyList<string> files, string? service)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = service ?? "file";
        return config with
        {
            Sources = [new SourceConfig { Name = name, Service = name, Include = [.. files.Select(Path.GetFullPath)] }],
            Follow = config.Follow with { Times = new TailTimes(Silence, Silence) },
        };
    }

    /// <summary>Runs until stopped, or until every file was read to its end.</summary>
    /// <param name="untilRead">Whether to end when everything was read.</param>
    /// <param name="output">Takes the account at the end.</param>
    /// <param name="stop">Stop reading, deliver what was read.</param>
    /// <param name="abandon">End at once; the next run sends the rest.</param>
    /// <returns>0 when every line is settled, 1 when not.</returns>
    public async Task<int> RunAsync(bool untilRead, TextWriter output, CancellationToken stop, CancellationToken abandon)
    {
        CheckpointStore store;
        try
        {
            store = CheckpointStore.Open(config.StateDirectory, time, loggers.CreateLogger("Exporters.Logs"));
        }
        catch (StateDirectoryException e)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }

        var sender = new OtlpSender(config.Otlp, config.StateDirectory, time, loggers);
        await using var pipeline = new LogPipeline(config, store, sender, PipelineSources.Create(config, time, loggers, new DerivedMetrics()), time, loggers);
        var isSettled = await pipeline.RunAsync(untilRead, stop, abandon);
        var isRead = !untilRead || !stop.IsCancellationRequested;
        foreach (var source in pipeline.Sources)
        {
            var (read, delivered, pending, rejected, dropped) = source.Setup.Ledger.Snapshot();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Setup.Ledger.Source}: {read} lines read, {delivered} delivered, {pending} pending, {rejected} rejected, {dropped} dropped"));
        }

        return isSettled && isRead ? 0 : 1;
    }
}
