using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Probes.Tls;

/// <summary>Which signatures under certificates count: none over a hash that is broken or too short, as in Go and in browsers.</summary>
internal static class CertificateSignatures
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, string> Weak = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.3"] = "MD4",
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.2.840.113549.1.1.14"] = "SHA-224",
        ["1.3.14.3.2.29"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
        ["1.2.840.10045.4.3.1"] = "SHA-224",
        ["1.2.840.10040.4.3"] = "SHA-1",
        ["2.16.840.1.101.3.4.3.1"] = "SHA-224",
    };

    // Hashes within the parameters of RSASSA-PSS, RFC 4055 3.1.
    private static readonly Dictionary<string, string> WeakHashes = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.2.5"] = "MD5",
        ["1.3.14.3.2.26"] = "SHA-1",
        ["2.16.840.1.101.3.4.2.4"] = "SHA-224",
    };

    /// <summary>The hash under the certificate's signature when it is a weak one; otherwise null.</summary>
    public static string? WeakHash(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        RsaPss => WeakHashes.GetValueOrDefault(PssHash(certificate.RawDataMemory)),
        { } algorithm => Weak.GetValueOrDefault(algorithm),
        null => null,
    };

    /// <summary>The hash of RSASSA-PSS; SHA-1 where the parameters leave it out.</summary>
    private static string PssHash(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            fields.ReadEncodedValue();
            var algorithm = fields.ReadSequence();
            algorithm.ReadObjectIdentifier();
            var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
            var parameters = algorithm.ReadSequence();
            return parameters.HasData && parameters.PeekTag() == hashTag
                ? parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier()
                : "1.3.14.3.2.26";
        }
        catch (AsnContentException)
        {
            return "";
        }
    }
}
