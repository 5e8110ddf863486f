using Exporters.Logs.Records;
using Exporters.Logs.Spool;
using Exporters.Logs.Tailing;

namespace Exporters.Logs.Sources;

/// <summary>What a source is made from: its entry in <c>logs.sources</c>, and those keys of <c>logs</c> that apply to every source.</summary>
internal sealed record SourceOptions
{
    /// <summary>Its entry in <c>logs.sources</c>.</summary>
    public required SourceConfig Source { get; init; }

    /// <summary>The names of all sources of its kind, in the order of <c>logs.sources</c>.</summary>
    public required IReadOnlyList<string> NamesOfKind { get; init; }

    /// <summary>Where its spools are; <c>logs.state_dir</c>.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Resource attributes of all sources; <c>logs.resource</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SharedResource { get; init; } = [];

    /// <summary>How much each of its spools may hold; <c>logs.spool</c>.</summary>
    public SpoolLimits Spool { get; init; } = new();

    /// <summary>How it is followed.</summary>
    public FollowOptions Follow { get; init; } = new();

    /// <summary>
    /// The resource attributes of its streams. Later ones win: <c>host.name</c>, <c>service.name</c>, <c>job</c> and <c>instance</c>;
    /// those of all sources; <paramref name="found"/>; those of this source.
    /// </summary>
    /// <param name="found">What the source found out about the stream.</param>
    public LogResource Resource(params ReadOnlySpan<KeyValuePair<string, string>> found)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host.name"] = Environment.MachineName,
            ["service.name"] = Source.ServiceName,
            ["job"] = Source.ServiceName,
        };

        foreach (var (key, value) in SharedResource)
        {
            // An environment variable that is not set leaves an empty value: the default stays.
            if (value.Length > 0)
            {
                attributes[key] = value;
            }
        }

        attributes.TryAdd("instance", attributes["host.name"]);

        foreach (var (key, value) in found)
        {
            attributes[key] = value;
        }

        if (Source.Service is { } service)
        {
            attributes["service.name"] = service;
        }

        foreach (var (key, value) in Source.Resource)
        {
            attributes[key] = value;
        }

        return new LogResource(attributes);
    }
}
