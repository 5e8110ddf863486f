using Exporters.Configuration;
using Exporters.Docker.Feed;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Stdin;
using Exporters.Logs.Steps;
using Exporters.Logs.Storage;
using Exporters.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Runs;

/// <summary>
/// <c>exporters logs --print</c>: parsed lines to standard output, without a receiver. Its state is in a temporary directory that goes with
/// the run, so that it never touches that of a running service.
/// </summary>
/// <param name="config">The configuration.</param>
/// <param name="format">How records are written.</param>
/// <param name="colours">Whether levels have colours.</param>
/// <param name="output">Standard output.</param>
/// <param name="errors">Takes what is wrong.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Makes loggers.</param>
public sealed class PrintRun(
    LogsConfig config, PrintFormat format, bool colours, Stream output, TextWriter errors, TimeProvider time, ILoggerFactory loggers)
{
    private const string DockerName = "docker";
    private const string JournalName = "journald";
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    /// <summary>Whoever looks at a screen waits no longer than this for lines that belong to one batch.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Why a name is no source, or null: it must be <c>docker</c>, <c>journald</c>, or the name of a configured source.</summary>
    public static string? Problem(LogsConfig config, string name)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Named(config, name) is not null)
        {
            return null;
        }

        string[] known = [.. config.Sources.Select(source => source.Name), DockerName, JournalName];
        var near = Nearest.To(name, known);
        return $"no source \"{name}\"{(near is null ? $"; known: {string.Join(", ", known.Distinct(StringComparer.Ordinal))}" : $"; did you mean {near}?")}";
    }

    /// <summary>Prints what comes into the sources from now on, until stopped.</summary>
    /// <param name="names">Which sources; all configured ones if none is named.</param>
    /// <param name="stop">Ends the run.</param>
    public Task<int> FollowAsync(IReadOnlyList<string> names, CancellationToken stop) => RunAsync(
        config with
        {
            Sources = names.Count == 0 ? config.Sources : [.. names.Select(name => Named(config, name)!)],
            Follow = config.Follow with { StartAtEnd = true },
        },
        input: null, service: "", untilRead: false, stop);

    /// <summary>Prints files to their end.</summary>
    /// <param name="paths">Paths or patterns.</param>
    /// <param name="service">Their <c>service.name</c>; null for <c>file</c>.</param>
    /// <param name="stop">Ends the run.</param>
    public Task<int> PrintFilesAsync(IReadOnlyList<string> paths, string? service, CancellationToken stop)
    {
        var name = service ?? "file";
        return RunAsync(
            config with
            {
                Sources = [new SourceConfig { Name = name, Service = name, Include = [.. paths.Select(Path.GetFullPath)] }],
                Follow = config.Follow with { StartAtEnd = false, Times = new TailTimes(Silence, Silence) },
            },
            input: null, service: "", untilRead: true, stop);
    }

    /// <summary>Prints standard input to its end.</summary>
    /// <param name="service">The <c>service.name</c> of its lines; null for <c>stdin</c>.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="stop">Ends the run.</param>
    public Task<int> PrintStandardInputAsync(string? service, Stream input, CancellationToken stop) =>
        RunAsync(config, input, service ?? "stdin", untilRead: true, stop);

    private static SourceConfig? Named(LogsConfig config, string name) =>
        config.Sources.FirstOrDefault(source => source.Name == name)
        ?? name switch
        {
            DockerName => new SourceConfig { Kind = SourceKind.Docker, Name = name, DefaultName = name },
            JournalName => new SourceConfig { Kind = SourceKind.Journal, Name = name, DefaultName = name },
            _ => null,
        };

    private async Task<int> RunAsync(LogsConfig own, Stream? input, string service, bool untilRead, CancellationToken stop)
    {
        var state = Directory.CreateTempSubdirectory("exporters-print-").FullName;
        try
        {
            return await RunAsync(own with { StateDirectory = state, Batch = own.Batch with { FlushInterval = FlushInterval } }, state, input, service, untilRead, stop);
        }
        catch (StateDirectoryException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private async Task<int> RunAsync(LogsConfig own, string state, Stream? input, string service, bool untilRead, CancellationToken stop)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var daemons = new DockerFeeds(time);
        IReadOnlyList<PipelineSource> sources = input is null
            ? PipelineSources.Create(own, daemons, time, loggers, new DerivedMetrics())
            : [PipelineSources.StandardInput(own, input, service, time, loggers)];
        using var ending = input is null ? default : closed.Token.Register(() => ((StandardInput)sources[0].Reader!).Stop());
        var store = CheckpointStore.Open(state, time, loggers.CreateLogger("Exporters.Logs"));
        await using var pipeline = new LogPipeline(own, store, new PrintSender(output, format, colours, closed), sources, time, loggers);
        try
        {
            return await pipeline.RunAsync(untilRead, closed.Token, closed.Token) || closed.IsCancellationRequested ? 0 : 1;
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return 0;
        }
    }
}
