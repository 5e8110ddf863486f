namespace Exporters.Probes.Modules;

/// <summary>Options of the TCP prober.</summary>
internal sealed record TcpModule
{
    /// <summary>Address family.</summary>
    public IpPreference Ip { get; init; } = IpPreference.Default;

    /// <summary>Own address to connect from; null: any.</summary>
    public System.Net.IPAddress? Source { get; init; }

    /// <summary>The conversation, in order.</summary>
    public IReadOnlyList<QueryStep> Steps { get; init; } = [];

    /// <summary>Whether TLS starts at once.</summary>
    public bool UseTls { get; init; }

    /// <summary>Certificates and versions, for TLS at once or after starttls.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;
}
