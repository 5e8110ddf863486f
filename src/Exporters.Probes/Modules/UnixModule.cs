namespace Exporters.Probes.Modules;

/// <summary>Options of the prober of Unix sockets.</summary>
internal sealed record UnixModule
{
    /// <summary>The conversation, in order.</summary>
    public IReadOnlyList<QueryStep> Steps { get; init; } = [];

    /// <summary>Whether TLS starts at once.</summary>
    public bool UseTls { get; init; }

    /// <summary>Certificates and versions, for TLS at once or after starttls.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;
}
