using System.Security.Cryptography.X509Certificates;

namespace Exporters.Probes.Tls;

/// <summary>Whether a certificate may be used in the chain of a TLS server, RFC 5280 4.2.1.3 and 4.2.1.12.</summary>
internal static class CertificateUses
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string Any = "2.5.29.37.0";

    /// <summary>Whether the server itself, or the authority, may.</summary>
    public static bool Allow(X509Certificate2 certificate, bool isAuthority)
    {
        foreach (var extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509EnhancedKeyUsageExtension uses
                    when !uses.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(use => use.Value is ServerAuthentication or Any):
                case X509KeyUsageExtension usage when isAuthority && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign):
                    return false;
                default:
                    break;
            }
        }

        return true;
    }
}
