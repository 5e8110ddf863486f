namespace Exporters.Probes.Modules;

/// <summary>Options of the gRPC prober.</summary>
internal sealed record GrpcModule
{
    /// <summary>Address family.</summary>
    public IpPreference Ip { get; init; } = IpPreference.Default;

    /// <summary>The service whose health is asked for; empty: the server's as a whole.</summary>
    public string Service { get; init; } = "";

    /// <summary>Whether the connection is encrypted.</summary>
    public bool UseTls { get; init; }

    /// <summary>Certificates and versions.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>Metadata of the call, which are headers of the request; values of names that end in <c>-bin</c> are base64 already.</summary>
    public IReadOnlyList<RequestHeader> Metadata { get; init; } = [];

    /// <summary>The same as options of a connection.</summary>
    public HttpModule Way => field ??= new HttpModule { Ip = Ip, Tls = Tls, RequireHttp2 = true };
}
