using System.Net.Security;
using System.Security.Authentication;

namespace Exporters.Web;

/// <summary><c>tls_server_config</c>. Of certificate, key and authority either the file or the text is given.</summary>
internal sealed record TlsServerConfig
{
    /// <summary><c>cert_file</c>: PEM, the server's certificate and those between it and its authority.</summary>
    public string? CertFile { get; init; }

    /// <summary><c>cert</c>: the same in place.</summary>
    public string? Cert { get; init; }

    /// <summary><c>key_file</c>: PEM, not encrypted.</summary>
    public string? KeyFile { get; init; }

    /// <summary><c>key</c>: the same in place.</summary>
    public string? Key { get; init; }

    /// <summary><c>client_ca_file</c>: PEM, authorities of clients' certificates; without one the system's count.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary><c>client_ca</c>: the same in place.</summary>
    public string? ClientCa { get; init; }

    /// <summary><c>client_auth_type</c>.</summary>
    public ClientAuth ClientAuth { get; init; }

    /// <summary><c>client_allowed_sans</c>: names, addresses, mail addresses or URIs of which a client's certificate must have one; empty for any.</summary>
    public IReadOnlyList<string> ClientAllowedSans { get; init; } = [];

    /// <summary>From <c>min_version</c> to <c>max_version</c>; TLS 1.2 and 1.3 by default.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary><c>cipher_suites</c> of TLS 1.2; empty for OpenSSL's. Those of TLS 1.3 are not chosen, as in Go.</summary>
    public IReadOnlyList<TlsCipherSuite> CipherSuites { get; init; } = [];

    /// <summary>Files that are read, so that a change of one of them is noticed.</summary>
    public IEnumerable<string> Files => new[] { CertFile, KeyFile, ClientCaFile }.OfType<string>();
}
