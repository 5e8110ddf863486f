using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Web;

/// <summary>Certificates and keys of a <see cref="TlsServerConfig"/>, read.</summary>
internal sealed class TlsMaterial : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private TlsMaterial(X509Certificate2 certificate, X509Certificate2Collection chain, X509Certificate2Collection? clientAuthorities)
    {
        _certificate = certificate;
        ClientAuthorities = clientAuthorities;
        Server = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>What the server shows.</summary>
    public SslStreamCertificateContext Server { get; }

    /// <summary>Who may sign clients' certificates; null for the system's authorities.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="TlsMaterialException">One of them cannot be used.</exception>
    public static TlsMaterial Load(TlsServerConfig config)
    {
        var certText = Read("cert_file", config.CertFile, config.Cert!);
        var keyText = Read("key_file", config.KeyFile, config.Key!);
        var certificate = Use(
            $"{config.CertFile ?? "cert"} and {config.KeyFile ?? "key"}", "must be a PEM certificate and its key, not encrypted",
            () => X509Certificate2.CreateFromPem(certText, keyText));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certText);
        X509Certificate2Collection? authorities = null;
        if ((config.ClientCaFile ?? config.ClientCa) is not null)
        {
            var text = Read("client_ca_file", config.ClientCaFile, config.ClientCa!);
            authorities = Use(config.ClientCaFile ?? "client_ca", "must have PEM certificates in it", () =>
            {
                var collection = new X509Certificate2Collection();
                collection.ImportFromPem(text);
                return collection.Count > 0 ? collection : throw new CryptographicException("there is none in it");
            });
        }

        return new TlsMaterial(certificate, chain, authorities);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static string Read(string key, string? path, string text) =>
        path is null ? text : Use($"{key}: {path}", "must be readable", () => File.ReadAllText(path));

    private static T Use<T>(string what, string mustBe, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new TlsMaterialException($"{what}: {mustBe}: {e.Message}", e);
        }
    }
}
