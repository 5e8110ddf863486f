using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Guard;

namespace Exporters.Probes.Tls;

/// <summary>
/// Whether a certificate is for a host, RFC 6125 6.4 as Go does it: by the subject alternative names alone, an address by those that
/// are addresses, a wildcard for the whole first label.
/// </summary>
internal static class CertificateNames
{
    /// <summary>Whether the certificate is for the host.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="host">A name, or an address without brackets.</param>
    /// <exception cref="CryptographicException">Its names cannot be read.</exception>
    public static bool Match(X509Certificate2 certificate, string host)
    {
        var names = Alternatives(certificate);
        return names is not null && (IPAddress.TryParse(host, out var address)
            ? names.EnumerateIPAddresses().Any(known => known.Equals(address))
            : names.EnumerateDnsNames().Any(pattern => Match(pattern, host)));
    }

    /// <summary>The DNS names of a certificate, joined by commas; empty where there are none, or they cannot be read.</summary>
    public static string Dns(X509Certificate2 certificate)
    {
        try
        {
            return Alternatives(certificate) is { } names ? string.Join(',', names.EnumerateDnsNames()) : "";
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    private static X509SubjectAlternativeNameExtension? Alternatives(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();

    private static bool Match(string pattern, string host)
    {
        host = HostName.WithoutDot(host);
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return pattern.Equals(host, StringComparison.OrdinalIgnoreCase);
        }

        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && pattern.AsSpan(1).Equals(host.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }
}
