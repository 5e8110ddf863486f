using Exporters.Configuration.Patterns;
using Exporters.Probes.Cel;
using Exporters.Probes.OAuth;

namespace Exporters.Probes.Modules;

/// <summary>Options of the HTTP prober.</summary>
internal sealed record HttpModule
{
    /// <summary>Request method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Statuses that are a success; default 2xx.</summary>
    public StatusSet ValidStatus { get; init; } = StatusSet.Success;

    /// <summary>HTTP versions that are a success, as <c>HTTP/1.1</c>; empty: any.</summary>
    public IReadOnlyList<string> ValidVersions { get; init; } = [];

    /// <summary>Address family.</summary>
    public IpPreference Ip { get; init; } = IpPreference.Default;

    /// <summary>Own address to connect from, to the target or to its proxy; null: any.</summary>
    public System.Net.IPAddress? Source { get; init; }

    /// <summary>Request headers, <c>Host</c> among them.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; init; } = [];

    /// <summary>Request body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>File with the request body, read at each probe.</summary>
    public string? BodyFile { get; init; }

    /// <summary>Fail when the last response came over TLS.</summary>
    public bool FailIfTls { get; init; }

    /// <summary>Fail when it did not.</summary>
    public bool FailIfNotTls { get; init; }

    /// <summary>Fail when one of these is found in the body.</summary>
    public IReadOnlyList<Pattern> FailIfBodyMatches { get; init; } = [];

    /// <summary>Fail when one of these is not found in the body.</summary>
    public IReadOnlyList<Pattern> FailIfBodyNotMatches { get; init; } = [];

    /// <summary>Fail when the body, read as JSON, is as this expression says; null for none.</summary>
    public CelProgram? FailIfJsonMatches { get; init; }

    /// <summary>Fail when the body, read as JSON, is not as this expression says; null for none.</summary>
    public CelProgram? FailIfJsonNotMatches { get; init; }

    /// <summary>Fail when a header has one of these values.</summary>
    public IReadOnlyList<HeaderMatch> FailIfHeaderMatches { get; init; } = [];

    /// <summary>Fail when no value of a header is so.</summary>
    public IReadOnlyList<HeaderMatch> FailIfHeaderNotMatches { get; init; } = [];

    /// <summary>How the body is compressed: gzip, br, deflate, identity; null: it is not looked at.</summary>
    public string? Compression { get; init; }

    /// <summary>Longest body in bytes after decompression; 0: any.</summary>
    public long BodySizeLimit { get; init; }

    /// <summary>Whether redirects are followed, at most ten.</summary>
    public bool FollowRedirects { get; init; } = true;

    /// <summary>Whether HTTP/2 is offered in the TLS handshake.</summary>
    public bool EnableHttp2 { get; init; } = true;

    /// <summary>Whether nothing but HTTP/2 is spoken, as gRPC wants it.</summary>
    public bool RequireHttp2 { get; init; }

    /// <summary>Whether the connection is kept for the target's next probe.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Credentials; null for none.</summary>
    public HttpCredentials? Credentials { get; init; }

    /// <summary>Where a token comes from; null for nowhere.</summary>
    public OAuthOptions? OAuth { get; init; }

    /// <summary>Certificates and versions.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The proxy.</summary>
    public ProxyOptions Proxy { get; init; } = ProxyOptions.None;

    /// <summary>Whether the proxy resolves the target's name.</summary>
    public bool SkipResolveWithProxy { get; init; }

    /// <summary>Whether the body is read as JSON.</summary>
    public bool ReadsJson => FailIfJsonMatches is not null || FailIfJsonNotMatches is not null;

    /// <summary>Whether an expression reads the body.</summary>
    public bool ReadsBody => FailIfBodyMatches.Count > 0 || FailIfBodyNotMatches.Count > 0 || ReadsJson;
}
