using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Exporters.Probes.Tls;

/// <summary>
/// Names as Go's <c>pkix.Name.String()</c> prints them, because that is what stands in people's queries: RFC 2253, the parts in a
/// fixed order whatever the certificate's own, several values of one kind joined by a plus sign.
/// </summary>
internal static class DistinguishedNames
{
    private static readonly (string Oid, string Name)[] Order =
    [
        ("2.5.4.5", "SERIALNUMBER"), ("2.5.4.3", "CN"), ("2.5.4.17", "POSTALCODE"), ("2.5.4.9", "STREET"), ("2.5.4.8", "ST"),
        ("2.5.4.7", "L"), ("2.5.4.11", "OU"), ("2.5.4.10", "O"), ("2.5.4.6", "C"),
    ];

    /// <summary>The name as text.</summary>
    public static string Format(X500DistinguishedName name)
    {
        var parts = new List<(string Oid, string Value)>();
        try
        {
            foreach (var part in name.EnumerateRelativeDistinguishedNames(reversed: false))
            {
                if (part.HasMultipleElements)
                {
                    return name.Format(multiLine: false);
                }

                parts.Add((part.GetSingleElementType().Value ?? "", part.GetSingleElementValue() ?? ""));
            }
        }
        catch (CryptographicException)
        {
            return name.Format(multiLine: false);
        }

        var text = new StringBuilder();

        foreach (var (oid, label) in Order)
        {
            var separator = ',';
            foreach (var part in parts)
            {
                if (part.Oid == oid)
                {
                    Escape(Separate(text, separator).Append(label).Append('='), part.Value);
                    separator = '+';
                }
            }
        }

        // Kinds without a name come last, as OID and value.
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (!Order.Any(known => known.Oid == parts[i].Oid))
            {
                Separate(text, ',').Append(parts[i].Oid).Append("=#").Append(Der(parts[i].Value));
            }
        }

        return text.ToString();
    }

    private static StringBuilder Separate(StringBuilder text, char separator) => text.Length > 0 ? text.Append(separator) : text;

    /// <summary>A value as DER in hex, as RFC 2253 2.4 asks for kinds without a name.</summary>
    private static string Der(string value)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        var isPrintable = value.All(c => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c, StringComparison.Ordinal));
        writer.WriteCharacterString(
            isPrintable ? System.Formats.Asn1.UniversalTagNumber.PrintableString : System.Formats.Asn1.UniversalTagNumber.UTF8String, value);
        return Convert.ToHexStringLower(writer.Encode());
    }

    private static void Escape(StringBuilder text, string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var escape = value[i] switch
            {
                ',' or '+' or '"' or '\\' or '<' or '>' or ';' => true,
                '#' => i == 0,
                ' ' => i == 0 || i == value.Length - 1,
                _ => false,
            };
            if (escape)
            {
                text.Append('\\');
            }

            text.Append(value[i]);
        }
    }
}
