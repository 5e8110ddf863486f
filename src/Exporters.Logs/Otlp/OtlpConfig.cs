using System.Text;
using Exporters.Configuration;
using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>Where records go and how: the keys of <c>logs.otlp</c>.</summary>
internal sealed record OtlpConfig
{
    /// <summary>
    /// The receiver's whole URL for http/protobuf (<c>http://loki:3100/otlp/v1/logs</c>), scheme, host and port for gRPC; default
    /// <c>http://localhost:4318/v1/logs</c>.
    /// </summary>
    public Uri Endpoint { get; init; } = new("http://localhost:4318/v1/logs");

    /// <summary>Whether somebody named the endpoint, as opposed to the default.</summary>
    public bool IsEndpointGiven { get; init; }

    /// <summary>Whether gRPC is spoken; default http/protobuf.</summary>
    public bool Grpc { get; init; }

    /// <summary>Whether requests are compressed with gzip; default yes.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Headers of every request, <c>Authorization</c> or <c>X-Scope-OrgID</c> say; <c>basic_auth</c> is one of them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long one attempt may take; default 30 s, 1 s to 10 m.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>PEM file of the authority that the receiver's certificate must come from; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the certificate that is shown to the receiver; null for none.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file of that certificate's key; null when it is in <see cref="CertFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Waits between attempts.</summary>
    public RetryConfig Retry { get; init; } = new();

    /// <summary>What the receiver is known to refuse.</summary>
    public ReceiverLimits Limits { get; init; } = ReceiverLimits.None;

    /// <summary>What the receiver tells streams apart by; <c>logs.stream_labels</c> adds to it.</summary>
    public LokiLabels Labels { get; init; } = LokiLabels.Default;

    /// <summary>The same with labels beside the usual ones.</summary>
    public OtlpConfig WithLabels(IEnumerable<string> names) => this with { Labels = new LokiLabels(names) };

    /// <summary>Reads <c>logs.otlp</c>; null gives the defaults.</summary>
    public static OtlpConfig Read(ConfigNode? node, ConfigReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var config = new OtlpConfig();
        if (node is null)
        {
            return config;
        }

        var map = node.Map();
        config = config with
        {
            Grpc = map.Get("protocol")?.OneOf("http/protobuf", "grpc") == "grpc",
            Gzip = map.Get("compression")?.OneOf("gzip", "none") != "none",
            Timeout = map.Get("timeout")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)) ?? config.Timeout,
        };
        var endpoint = map.Get("endpoint");
        config = config with { Endpoint = ReadEndpoint(endpoint, config.Grpc), IsEndpointGiven = endpoint is not null };
        if (map.Get("headers") is { } headers)
        {
            config = config with { Headers = ReadHeaders(headers) };
        }

        if (map.Get("basic_auth") is { } basicAuth && ReadBasicAuth(basicAuth, config.Headers) is { } authorization)
        {
            config = config with { Headers = [.. config.Headers, authorization] };
        }

        config = ReadTls(map.Get("tls"), config);
        config = config with
        {
            Retry = RetryConfig.Read(map.Get("retry")),
            Limits = ReceiverLimits.Read(map.Get("limits"), config.Endpoint),
        };
        map.RejectUnknown();
        return config;
    }

    private static Uri ReadEndpoint(ConfigNode? node, bool grpc)
    {
        var byDefault = grpc ? new Uri("http://localhost:4317") : new OtlpConfig().Endpoint;
        if (node?.Text() is not { } text)
        {
            return byDefault;
        }

        if (EndpointProblem(text, grpc) is { } problem)
        {
            node.Problem(problem);
            return byDefault;
        }

        return new Uri(text);
    }

    /// <summary>What is wrong with the text of an endpoint, and what would be right; null when nothing is.</summary>
    public static string? EndpointProblem(string text, bool grpc) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            ? $"must be an http or https URL such as http://loki:3100/otlp/v1/logs, got \"{text}\""
        : !grpc && uri.AbsolutePath == "/"
            ? $"must be the whole URL: {uri.GetLeftPart(UriPartial.Authority)}/otlp/v1/logs for Loki, {uri.GetLeftPart(UriPartial.Authority)}/v1/logs for a collector"
        : null;

    private static List<KeyValuePair<string, string>> ReadHeaders(ConfigNode node)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in node.Entries())
        {
            if (value.Text() is not { } text)
            {
                continue;
            }

            if (name.Length == 0 || name.AsSpan().ContainsAny(" \t\r\n:") || text.AsSpan().ContainsAny('\r', '\n'))
            {
                value.Problem($"must be a header name and a value of one line, got \"{name}\"");
                continue;
            }

            headers.Add(new KeyValuePair<string, string>(name, text));
        }

        return headers;
    }

    /// <summary>The header for a user and a password; null where both are empty, so that they may come from variables that are not set.</summary>
    private static KeyValuePair<string, string>? ReadBasicAuth(ConfigNode node, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var map = node.Map();
        var user = map.Get("username")?.Text() ?? "";
        var password = map.Get("password")?.Text() ?? "";
        map.RejectUnknown();
        if (user.Length == 0 && password.Length == 0)
        {
            return null;
        }

        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal))
        {
            node.Problem("username must be given and hold no colon");
            return null;
        }

        if (headers.Any(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            node.Problem("excludes the header Authorization of logs.otlp.headers; remove one of them");
            return null;
        }

        return new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    private static OtlpConfig ReadTls(ConfigNode? node, OtlpConfig config)
    {
        if (node is null)
        {
            return config;
        }

        var map = node.Map();
        var read = config with
        {
            CaFile = Existing(map.Get("ca_file")),
            CertFile = Existing(map.Get("cert_file")),
            KeyFile = Existing(map.Get("key_file")),
        };
        if (read is { KeyFile: not null, CertFile: null })
        {
            node.Problem("key_file needs cert_file, the certificate that the key belongs to");
        }

        if (config.Endpoint.Scheme != "https")
        {
            node.Problem($"needs an https endpoint, got {config.Endpoint}");
        }

        map.RejectUnknown();
        return read;
    }

    private static string? Existing(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return null;
        }

        var path = Path.GetFullPath(text, node.BaseDirectory);
        if (!File.Exists(path))
        {
            node.Problem($"no such file: {path}");
        }

        return path;
    }
}
