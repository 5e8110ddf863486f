using System.Globalization;

namespace Exporters.Probes.Dns;

/// <summary>Names and numbers of record types, classes and response codes, from IANA's DNS parameters.</summary>
internal static class DnsTypes
{
    public const ushort A = 1;
    public const ushort Ns = 2;
    public const ushort Cname = 5;
    public const ushort Soa = 6;
    public const ushort Ptr = 12;
    public const ushort Hinfo = 13;
    public const ushort Mx = 15;
    public const ushort Txt = 16;
    public const ushort Aaaa = 28;
    public const ushort Srv = 33;
    public const ushort Naptr = 35;
    public const ushort Dname = 39;
    public const ushort Opt = 41;
    public const ushort Ds = 43;
    public const ushort Sshfp = 44;
    public const ushort Rrsig = 46;
    public const ushort Nsec = 47;
    public const ushort Dnskey = 48;
    public const ushort Tlsa = 52;
    public const ushort Cds = 59;
    public const ushort Cdnskey = 60;
    public const ushort Spf = 99;
    public const ushort Caa = 257;

    private static readonly (string Name, ushort Number)[] Types =
    [
        ("A", A), ("NS", Ns), ("MD", 3), ("MF", 4), ("CNAME", Cname), ("SOA", Soa), ("MB", 7), ("MG", 8), ("MR", 9), ("NULL", 10),
        ("PTR", Ptr), ("HINFO", Hinfo), ("MINFO", 14), ("MX", Mx), ("TXT", Txt), ("RP", 17), ("AFSDB", 18), ("X25", 19), ("ISDN", 20),
        ("RT", 21), ("NSAP-PTR", 23), ("SIG", 24), ("KEY", 25), ("PX", 26), ("GPOS", 27), ("AAAA", Aaaa), ("LOC", 29), ("NXT", 30),
        ("EID", 31), ("NIMLOC", 32), ("SRV", Srv), ("ATMA", 34), ("NAPTR", Naptr), ("KX", 36), ("CERT", 37), ("DNAME", Dname), ("OPT", Opt),
        ("APL", 42), ("DS", Ds), ("SSHFP", Sshfp), ("IPSECKEY", 45), ("RRSIG", Rrsig), ("NSEC", Nsec), ("DNSKEY", Dnskey), ("DHCID", 49),
        ("NSEC3", 50), ("NSEC3PARAM", 51), ("TLSA", Tlsa), ("SMIMEA", 53), ("HIP", 55), ("NINFO", 56), ("RKEY", 57), ("TALINK", 58),
        ("CDS", Cds), ("CDNSKEY", Cdnskey), ("OPENPGPKEY", 61), ("CSYNC", 62), ("ZONEMD", 63), ("SVCB", 64), ("HTTPS", 65), ("SPF", Spf),
        ("UINFO", 100), ("UID", 101), ("GID", 102), ("UNSPEC", 103), ("NID", 104), ("L32", 105), ("L64", 106), ("LP", 107), ("EUI48", 108),
        ("EUI64", 109), ("TKEY", 249), ("TSIG", 250), ("IXFR", 251), ("AXFR", 252), ("MAILB", 253), ("MAILA", 254), ("ANY", 255),
        ("URI", 256), ("CAA", Caa), ("AVC", 258), ("TA", 32768), ("DLV", 32769),
    ];

    private static readonly (string Name, ushort Number)[] Classes = [("IN", 1), ("CS", 2), ("CH", 3), ("HS", 4), ("NONE", 254), ("ANY", 255)];

    private static readonly string[] Rcodes =
    [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE",
    ];

    /// <summary>Every response code by name.</summary>
    public static ReadOnlySpan<string> RcodeNames => Rcodes;

    /// <summary>The number of a type; <c>TYPE65280</c> too.</summary>
    public static bool TryType(string name, out ushort number) => TryFind(Types, "TYPE", name, out number);

    /// <summary>The number of a class.</summary>
    public static bool TryClass(string name, out ushort number) => TryFind(Classes, "CLASS", name, out number);

    /// <summary>The number of a response code that is one of <see cref="RcodeNames"/>.</summary>
    public static int Rcode(string name) => Array.IndexOf(Rcodes, name);

    /// <summary>The name of a response code.</summary>
    public static string RcodeName(int code) => code < Rcodes.Length ? Rcodes[code] : string.Create(CultureInfo.InvariantCulture, $"RCODE{code}");

    /// <summary>The name of a type, <c>TYPE</c> and its number where it has none.</summary>
    public static string TypeName(ushort number) => NameOf(Types, "TYPE", number);

    /// <summary>The name of a class.</summary>
    public static string ClassName(ushort number) => NameOf(Classes, "CLASS", number);

    private static bool TryFind((string Name, ushort Number)[] table, string prefix, string name, out ushort number)
    {
        foreach (var entry in table)
        {
            if (entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                number = entry.Number;
                return true;
            }
        }

        number = 0;
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string NameOf((string Name, ushort Number)[] table, string prefix, ushort number)
    {
        foreach (var entry in table)
        {
            if (entry.Number == number)
            {
                return entry.Name;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
    }
}
