namespace Exporters.Probes.Modules;

/// <summary>The way to the target.</summary>
internal sealed record ProxyOptions
{
    /// <summary>No proxy.</summary>
    public static readonly ProxyOptions None = new();

    /// <summary>The proxy; null for none.</summary>
    public Uri? Url { get; init; }

    /// <summary>Hosts, domains and CIDRs reached without it, comma separated.</summary>
    public string NoProxy { get; init; } = "";

    /// <summary>Whether <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> decide.</summary>
    public bool FromEnvironment { get; init; }

    /// <summary>Headers of the CONNECT request.</summary>
    public IReadOnlyList<RequestHeader> ConnectHeaders { get; init; } = [];

    /// <summary>Whether a proxy is configured at all.</summary>
    public bool IsSet => Url is not null || FromEnvironment;
}
