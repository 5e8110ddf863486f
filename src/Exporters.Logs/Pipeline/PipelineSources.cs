using Exporters.Docker.Feed;
using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Containers;
using Exporters.Logs.Sources.Files;
using Exporters.Logs.Sources.Journal;
using Exporters.Logs.Sources.Stdin;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Pipeline;

/// <summary>Makes the configured sources.</summary>
internal static class PipelineSources
{
    /// <summary>Every source of the configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="daemons">The Docker daemons, which other modules may follow too.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="metrics">Takes what is derived from lines.</param>
    public static IReadOnlyList<PipelineSource> Create(
        LogsConfig config, DockerFeeds daemons, TimeProvider time, ILoggerFactory loggers, DerivedMetrics metrics) =>
        [.. config.Sources.Select(source => Create(config, source, daemons, time, loggers, metrics))];

    /// <summary>What one source is made from.</summary>
    public static SourceOptions Options(LogsConfig config, SourceConfig source) => new()
    {
        Source = source,
        NamesOfKind = [.. config.Sources.Where(s => s.Kind == source.Kind).Select(s => s.Name)],
        StateDirectory = config.StateDirectory,
        SharedResource = config.Resource,
        Spool = config.Spool,
        Follow = config.Follow,
    };

    /// <summary>Standard input as a source.</summary>
    /// <param name="config">The configuration, its state directory that of this source alone.</param>
    /// <param name="input">Standard input; null for what is left in its spool.</param>
    /// <param name="service">What its lines are called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    public static PipelineSource StandardInput(LogsConfig config, Stream? input, string service, TimeProvider time, ILoggerFactory loggers)
    {
        var options = Options(config, new SourceConfig { Name = service, Service = service });
        var setup = Setup(options.Source, time, new DerivedMetrics());
        return new PipelineSource(setup, options.Resource(), Finder: null, new StandardInput(options, input, setup, time, loggers.CreateLogger<StandardInput>()));
    }

    private static PipelineSource Create(
        LogsConfig config, SourceConfig source, DockerFeeds daemons, TimeProvider time, ILoggerFactory loggers, DerivedMetrics metrics)
    {
        var options = Options(config, source);
        var setup = Setup(source, time, metrics);
        var resource = options.Resource();
        if (source.Kind == SourceKind.Journal)
        {
            return new PipelineSource(setup, resource, Finder: null, new JournalSource(options, setup, time, loggers.CreateLogger<JournalSource>()));
        }

        if (source.Kind == SourceKind.Docker)
        {
            var watch = new ContainerWatch(options, daemons, time, loggers.CreateLogger<ContainerWatch>());
            var streams = new ContainerStreams(watch, options, setup, time, loggers.CreateLogger<ContainerStreams>());
            return new PipelineSource(setup, resource, new ContainerFiles(watch, setup), streams);
        }

        return new PipelineSource(setup, resource, new GlobFinder(source.Include, source.Exclude, setup, resource), Reader: null);
    }

    /// <summary>What the streams of a source share.</summary>
    public static SourceSetup Setup(SourceConfig source, TimeProvider time, DerivedMetrics metrics) => new()
    {
        Ledger = new SourceLedger(source.Name),
        Parser = () => LineParsers.Create(IsWrapped(source) ? source.Format with { Format = LineFormat.Auto } : source.Format),
        JoinRule = JoinRules.Create(source.Multiline) is null ? null : () => JoinRules.Create(source.Multiline)!,
        Bounds = new JoinBounds(source.Multiline.MaxLines, source.Multiline.MaxBytes, source.Multiline.Timeout),
        Steps = EntrySteps.Create(source.Steps, source.Name, time, metrics),
        MaxLineBytes = source.MaxLineBytes,
        IsWrapped = source.Kind == SourceKind.Docker || IsWrapped(source),
        PathLabels = source.PathLabels,
    };

    /// <summary>Whether it is said of files that a container runtime wrapped their lines.</summary>
    private static bool IsWrapped(SourceConfig source) => source.Kind == SourceKind.File && source.Format.Format is LineFormat.Docker or LineFormat.Cri;
}
