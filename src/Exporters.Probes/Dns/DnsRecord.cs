using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Exporters.Probes.Dns;

/// <summary>
/// A resource record as a line of a zone file: name, TTL, class, type and data with tabs between, as the expressions in
/// existing module files expect it. A type without a known form is written as RFC 3597 says.
/// </summary>
/// <param name="Text">The line.</param>
/// <param name="Serial">The serial of an SOA record; null for others.</param>
internal readonly record struct DnsRecord(string Text, uint? Serial)
{
    /// <summary>Reads a record and moves behind it.</summary>
    /// <exception cref="FormatException">It runs out of the message.</exception>
    public static DnsRecord Read(ReadOnlySpan<byte> message, ref int at)
    {
        var name = DnsName.Read(message, ref at);
        if (at + 10 > message.Length)
        {
            throw new FormatException("a record runs out of the message");
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var klass = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        at += 10;
        if (at + length > message.Length)
        {
            throw new FormatException("a record runs out of the message");
        }

        var data = new DnsData(message[..(at + length)], at);
        at += length;
        if (type == DnsTypes.Opt)
        {
            return new DnsRecord(string.Create(CultureInfo.InvariantCulture, $";; OPT PSEUDOSECTION: EDNS: version {(ttl >> 16) & 0xff}; udp: {klass}"), null);
        }

        try
        {
            uint? serial = null;
            var text = Data(type, ref data, ref serial);
            return new DnsRecord(
                string.Create(CultureInfo.InvariantCulture, $"{name}\t{ttl}\t{DnsTypes.ClassName(klass)}\t{DnsTypes.TypeName(type)}\t{text}"), serial);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"the {DnsTypes.TypeName(type)} record of {name} is cut short", e);
        }
    }

    private static string Data(ushort type, ref DnsData data, ref uint? serial)
    {
        switch (type)
        {
            case DnsTypes.A:
                return new IPAddress(data.Take(4)).ToString();
            case DnsTypes.Aaaa:
                return new IPAddress(data.Take(16)).ToString();
            case DnsTypes.Ns or DnsTypes.Cname or DnsTypes.Ptr or DnsTypes.Dname:
                return data.Name();
            case DnsTypes.Mx:
                return $"{data.U16()} {data.Name()}";
            case DnsTypes.Txt or DnsTypes.Spf or DnsTypes.Hinfo:
                return data.Texts();
            case DnsTypes.Soa:
                var head = $"{data.Name()} {data.Name()}";
                serial = data.U32();
                return string.Create(CultureInfo.InvariantCulture, $"{head} {serial} {data.U32()} {data.U32()} {data.U32()} {data.U32()}");
            case DnsTypes.Srv:
                return $"{data.U16()} {data.U16()} {data.U16()} {data.Name()}";
            case DnsTypes.Caa:
                return $"{data.U8()} {data.Text()} \"{data.RestAsText()}\"";
            case DnsTypes.Naptr:
                return $"{data.U16()} {data.U16()} \"{data.Text()}\" \"{data.Text()}\" \"{data.Text()}\" {data.Name()}";
            case DnsTypes.Ds or DnsTypes.Cds:
                return $"{data.U16()} {data.U8()} {data.U8()} {data.RestAsHex()}";
            case DnsTypes.Dnskey or DnsTypes.Cdnskey:
                return $"{data.U16()} {data.U8()} {data.U8()} {data.RestAsBase64()}";
            case DnsTypes.Sshfp:
                return $"{data.U8()} {data.U8()} {data.RestAsHex()}";
            case DnsTypes.Tlsa:
                return $"{data.U8()} {data.U8()} {data.U8()} {data.RestAsHex().ToLowerInvariant()}";
            case DnsTypes.Rrsig:
                return $"{DnsTypes.TypeName(data.U16())} {data.U8()} {data.U8()} {data.U32()} {data.Time()} {data.Time()} {data.U16()} {data.Name()} {data.RestAsBase64()}";
            case DnsTypes.Nsec:
                return $"{data.Name()}{data.TypeMap()}";
            default:
                return string.Create(CultureInfo.InvariantCulture, $"\\# {data.Left} {data.RestAsHex()}");
        }
    }
}
