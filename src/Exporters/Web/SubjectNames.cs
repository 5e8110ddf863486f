using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Web;

/// <summary>The alternative names of a certificate, RFC 5280 section 4.2.1.6: DNS names, addresses, mail addresses and URIs.</summary>
internal static class SubjectNames
{
    private const string AlternativeNames = "2.5.29.17";
    private const int Mail = 1;
    private const int Dns = 2;
    private const int Uri = 6;
    private const int Address = 7;

    /// <summary>All of them as text; none when there is no such extension or it is broken.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == AlternativeNames)
            {
                Read(extension.RawData, names);
            }
        }

        return names;
    }

    private static void Read(byte[] data, List<string> names)
    {
        try
        {
            for (var sequence = new AsnReader(data, AsnEncodingRules.DER).ReadSequence(); sequence.HasData;)
            {
                var tag = sequence.PeekTag();
                switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
                {
                    case Mail or Dns or Uri:
                        names.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case Address when sequence.ReadOctetString(tag) is { Length: 4 or 16 } bytes:
                        names.Add(new IPAddress(bytes).ToString());
                        break;
                    case Address:
                        break;
                    default:
                        sequence.ReadEncodedValue();
                        break;
                }
            }
        }
        catch (AsnContentException)
        {
            names.Clear();
        }
    }
}
