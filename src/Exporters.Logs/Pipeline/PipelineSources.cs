using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Records;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Journal;
using Exporters.Logs.Steps;
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
            attributes[key] = value;
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

    private static PipelineSource Create(LogsConfig config, SourceConfig source, TimeProvider time, ILoggerFactory loggers, DerivedMetrics metrics)
    {
        var isDocker = source.Kind == SourceKind.Docker;
        var setup = new SourceSetup
        {
            Ledger = new SourceLedger(source.Name),
            Parser = () => LineParsers.Create(source.Format),
            JoinRule = JoinRules.Create(source.Multiline) is null ? null : () => JoinRules.Create(source.Multiline)!,
            Bounds = new JoinBounds(source.Multiline.MaxLines, source.Multiline.MaxBytes, source.Multiline.Timeout),
            Steps = EntrySteps.Create(source.Steps, source.Name, time, metrics),
            MaxLineBytes = source.MaxLineBytes,
            IsWrapped = isDocker,
        };
        var resource = Resource(config, source);
        if (source.Kind == SourceKind.Journal)
        {
            return new PipelineSource(setup, resource, Finder: null, new JournalSource(config, source, setup, time, loggers.CreateLogger<JournalSource>()));
        }

        return isDocker
            ? new PipelineSource(setup, resource, new ContainerFiles(config, source, setup, time, loggers.CreateLogger<ContainerFiles>()), Reader: null)
            : new PipelineSource(setup, resource, new GlobFinder(source.Include, source.Exclude, setup, resource), Reader: null);
    }
}
