using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tls;

/// <summary>The certificates of a module, kept from probe to probe and read again when a file changed.</summary>
internal sealed class TlsMaterial(PemSource? ca, PemSource? certificate, PemSource? key)
{
    private readonly Lock _lock = new();
    private long _stamp = -1;
    private X509Certificate2Collection? _roots;
    private SslStreamCertificateContext? _client;

    /// <summary>Whether it was read from these.</summary>
    public bool IsOf(PemSource? otherCa, PemSource? otherCertificate, PemSource? otherKey) =>
        ca == otherCa && certificate == otherCertificate && key == otherKey;

    /// <summary>Trusted authorities, null for the system's; and the client's certificate, null for none.</summary>
    /// <exception cref="ProbeException">A file cannot be read or is no certificate.</exception>
    public (X509Certificate2Collection? Roots, SslStreamCertificateContext? Client) Load()
    {
        if (ca is null && certificate is null)
        {
            return (null, null);
        }

        lock (_lock)
        {
            try
            {
                var stamp = Stamp(ca) ^ Stamp(certificate) ^ Stamp(key);
                if (stamp != _stamp)
                {
                    _roots = Roots();
                    _client = Client();
                    _stamp = stamp;
                }

                return (_roots, _client);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new ProbeException(FailureReason.Other, $"tls_config cannot be used: {e.Message}", e);
            }
        }
    }

    private static long Stamp(PemSource? source) => source is { IsFile: true } ? File.GetLastWriteTimeUtc(source.Text).Ticks : 0;

    private X509Certificate2Collection? Roots()
    {
        if (ca is null)
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(ca.Read());
        return roots.Count > 0 ? roots : throw new CryptographicException($"no certificate in {(ca.IsFile ? ca.Text : "ca")}");
    }

    private SslStreamCertificateContext? Client()
    {
        if (certificate is null || key is null)
        {
            return null;
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate.Read());
        var own = X509Certificate2.CreateFromPem(certificate.Read(), key.Read());
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }
}
