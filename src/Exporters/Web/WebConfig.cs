namespace Exporters.Web;

/// <summary>What a web configuration file says, <c>--web.config.file</c>, in the format of Prometheus' exporter-toolkit.</summary>
internal sealed record WebConfig
{
    /// <summary><c>tls_server_config</c>; null where connections are not encrypted.</summary>
    public TlsServerConfig? Tls { get; init; }

    /// <summary><c>http_server_config.http2</c>: whether HTTP/2 is offered over TLS; default true.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary><c>http_server_config.headers</c>: set on every answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary><c>basic_auth_users</c>: names with bcrypt hashes of their passwords; empty where everybody may ask.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>rate_limit</c>; null for none.</summary>
    public RateLimitConfig? RateLimit { get; init; }
}
