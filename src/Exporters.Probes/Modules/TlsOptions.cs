using System.Security.Authentication;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Modules;

/// <summary>Certificates, name and versions of a TLS handshake (<c>tls_config</c>).</summary>
internal sealed record TlsOptions
{
    /// <summary>System roots, any version.</summary>
    public static readonly TlsOptions Default = new();

    /// <summary>Trusted authorities instead of the system's.</summary>
    public PemSource? Ca { get; init; }

    /// <summary>Client certificate.</summary>
    public PemSource? Certificate { get; init; }

    /// <summary>Its key.</summary>
    public PemSource? Key { get; init; }

    /// <summary>Name to ask for and to compare; empty: the target's.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>Whether any certificate will do.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>Versions offered; <see cref="SslProtocols.None"/>: the system's choice.</summary>
    public SslProtocols Versions { get; init; }

    /// <summary>The certificates, read. A copy of the record with other certificates has its own.</summary>
    public TlsMaterial Material => field is { } known && known.IsOf(Ca, Certificate, Key) ? known : field = new TlsMaterial(Ca, Certificate, Key);
}
