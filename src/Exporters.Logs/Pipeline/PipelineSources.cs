using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;
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
    public static IReadOnlyList<PipelineSource> Create(LogsConfig config, TimeProvider time, ILoggerFactory loggers, DerivedMetrics metrics) => [.. config.Sources.Select(source => Create(config, source, time, loggers, metrics))];

    /// <summary>
    /// The attributes of a source's streams: its own over those of all, <c>host.name</c> and <c>service.name</c> always there; <c>job</c>
    /// and <c>instance</c> for what is no plain file.
    /// </summary>
    public static LogResource Resource(LogsConfig config, SourceConfig source, params ReadOnlySpan<KeyValuePair<string, string>> more)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host.name"] = Environment.MachineName,
            ["service.name"] = source.Service ?? source.Name,
        };
        if (source.Kind != SourceKind.File)
        {
            attributes["job"] = source.Name;
        }

        foreach (var (key, value) in config.Resource)
        {
            // What the environment did not say is as if it was not asked.
            if (value.Length > 0)
            {
                attributes[key] = value;
            }
        }

        if (source.Kind != SourceKind.File)
        {
            attributes.TryAdd("instance", attributes["host.name"]);
        }

        foreach (var (key, value) in more)
        {
            attributes[key] = value;
        }

        if (source.Service is { } service)
        {
            attributes["service.name"] = service;
        }

        foreach (var (key, value) in source.Resource)
        {
            attributes[key] = value;
        }

        return new LogResource(attributes);
    }

    /// <summary>Standard input as a source.</summary>
    /// <param name="config">The configuration, its state directory that of this source alone.</param>
    /// <param name="input">Standard input; null for what is left in its spool.</param>
    /// <param name="service">What its lines are called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    public static PipelineSource StandardInput(LogsConfig config, Stream? input, string service, TimeProvider time, ILoggerFactory loggers)
    {
        var source = new SourceConfig { Name = service, Service = service };
        var setup = Setup(source, time, new DerivedMetrics());
        var resource = Resource(config, source);
        return new PipelineSource(setup, resource, Finder: null, new StandardInput(config, input, setup, resource, time, loggers.CreateLogger<StandardInput>()));
    }

    private static PipelineSource Create(LogsConfig config, SourceConfig source, TimeProvider time, ILoggerFactory loggers, DerivedMetrics metrics)
    {
        var setup = Setup(source, time, metrics);
        var resource = Resource(config, source);
        if (source.Kind == SourceKind.Journal)
        {
            return new PipelineSource(setup, resource, Finder: null, new JournalSource(config, source, setup, time, loggers.CreateLogger<JournalSource>()));
        }

        if (source.Kind == SourceKind.Docker)
        {
            var watch = new ContainerWatch(config, source, time, loggers.CreateLogger<ContainerWatch>());
            var streams = new ContainerStreams(watch, config, source, setup, time, loggers.CreateLogger<ContainerStreams>());
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
