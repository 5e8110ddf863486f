using System.Diagnostics.CodeAnalysis;

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

    /// <summary>What a proxy's address must be.</summary>
    public const string Form = "the http://, https:// or socks5:// address of a proxy";

    /// <summary>Whether a proxy is configured at all.</summary>
    public bool IsSet => Url is not null || FromEnvironment;

    /// <summary>Whether a proxy speaks SOCKS rather than HTTP.</summary>
    public static bool IsSocks(Uri proxy) => proxy.Scheme is "socks5" or "socks5h";

    /// <summary>Reads a proxy's address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Host.Length > 0 && (url.Scheme is "http" or "https" || IsSocks(url));
}
