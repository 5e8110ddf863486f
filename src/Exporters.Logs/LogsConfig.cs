using Exporters.Logs.Batching;
using Exporters.Logs.Otlp;
using Exporters.Logs.Sources;
using Exporters.Logs.Spool;
using Exporters.Logs.Tailing;

namespace Exporters.Logs;

/// <summary>The keys of <c>logs</c>.</summary>
public sealed record LogsConfig
{
    /// <summary>Whether logs are followed; default yes when the section is there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where checkpoints, spool and dead letters are; default <c>/var/lib/exporters</c>.</summary>
    public string StateDirectory { get; init; } = "/var/lib/exporters";

    /// <summary>How long SIGTERM waits for the receiver's acknowledgement; default 10 s, 0 to 5 m. What is not acknowledged is sent by the next run.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Resource attributes of every stream. <c>host.name</c> is the machine's name unless given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource { get; init; } = [];

    /// <summary>Where records go.</summary>
    internal OtlpConfig Otlp { get; init; } = new();

    /// <summary>When a batch goes out.</summary>
    internal BatchLimits Batch { get; init; } = new();

    /// <summary>How files are found and held.</summary>
    internal FollowOptions Follow { get; init; } = new();

    /// <summary>How much a spool may hold, for what cannot be read again where it came from.</summary>
    internal SpoolLimits Spool { get; init; } = new();

    /// <summary>How often files that move are looked at; default 250 ms, 10 ms to 10 s.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Where lines come from.</summary>
    internal IReadOnlyList<SourceConfig> Sources { get; init; } = [];

    /// <summary>How many sources there are.</summary>
    public int SourceCount => Sources.Count;

    /// <summary>The same with another receiver. False, with the reason, when the text is no URL of one.</summary>
    /// <param name="endpoint">The receiver's whole URL; scheme, host and port where gRPC is configured.</param>
    /// <param name="config">The result; this one when the text is none.</param>
    /// <param name="problem">What is wrong, what would be right.</param>
    public bool TryWithEndpoint(string endpoint, out LogsConfig config, out string problem)
    {
        config = this;
        problem = OtlpConfig.EndpointProblem(endpoint, Otlp.Grpc) ?? "";
        if (problem.Length > 0)
        {
            return false;
        }

        var url = new Uri(endpoint);
        config = this with { Otlp = Otlp with { Endpoint = url, IsEndpointGiven = true, Limits = ReceiverLimits.Read(null, url) } };
        return true;
    }
}
