using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Probes.Tls;

/// <summary>The labels of <c>probe_ssl_last_chain_info</c>, written as blackbox_exporter writes them.</summary>
/// <param name="FingerprintSha256">Lower-case hex.</param>
/// <param name="Issuer">RFC 2253.</param>
/// <param name="SerialNumber">Lower-case hex, whole bytes, without leading zero bytes.</param>
/// <param name="Subject">RFC 2253.</param>
/// <param name="DnsNames">Alternative names, joined by commas.</param>
internal sealed record LeafFacts(string FingerprintSha256, string Issuer, string SerialNumber, string Subject, string DnsNames)
{
    /// <summary>Takes them from a certificate.</summary>
    public static LeafFacts Of(X509Certificate2 certificate) => new(
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
        DistinguishedNames.Format(certificate.IssuerName),
        Convert.ToHexStringLower(certificate.SerialNumberBytes.Span.TrimStart((byte)0)),
        DistinguishedNames.Format(certificate.SubjectName),
        CertificateNames.Dns(certificate));
}
