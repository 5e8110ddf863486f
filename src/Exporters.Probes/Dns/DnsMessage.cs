using System.Buffers.Binary;

namespace Exporters.Probes.Dns;

/// <summary>A question out, an answer in: RFC 1035 4.1, as much of it as a probe needs.</summary>
internal sealed class DnsMessage
{
    private const int HeaderLength = 12;
    private const int ResponseFlag = 0x8000;
    private const int RecursionFlag = 0x0100;

    private DnsMessage(int rcode, IReadOnlyList<string>[] sections, uint? serial)
    {
        Rcode = rcode;
        Answers = sections[0];
        Authorities = sections[1];
        Additionals = sections[2];
        Serial = serial;
    }

    /// <summary>Response code.</summary>
    public int Rcode { get; }

    /// <summary>Records of the answer section, each as a line of a zone file with tabs between its fields.</summary>
    public IReadOnlyList<string> Answers { get; }

    /// <summary>Records of the authority section.</summary>
    public IReadOnlyList<string> Authorities { get; }

    /// <summary>Records of the additional section.</summary>
    public IReadOnlyList<string> Additionals { get; }

    /// <summary>Serial of the last SOA record in the answer section; null without one.</summary>
    public uint? Serial { get; }

    /// <summary>A question.</summary>
    /// <param name="id">Number to know the answer by.</param>
    /// <param name="name">The name on the wire.</param>
    /// <param name="type">Record type.</param>
    /// <param name="klass">Class.</param>
    /// <param name="recursion">Whether the server shall ask others.</param>
    public static byte[] Question(ushort id, ReadOnlySpan<byte> name, ushort type, ushort klass, bool recursion)
    {
        var message = new byte[HeaderLength + name.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), recursion ? (ushort)RecursionFlag : (ushort)0);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        name.CopyTo(message.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderLength + name.Length), type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderLength + name.Length + 2), klass);
        return message;
    }

    /// <summary>Whether a message answers the question with this number.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> message, ushort id) =>
        message.Length >= HeaderLength
        && BinaryPrimitives.ReadUInt16BigEndian(message) == id
        && (BinaryPrimitives.ReadUInt16BigEndian(message[2..]) & ResponseFlag) != 0;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">It is no DNS message.</exception>
    public static DnsMessage Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderLength)
        {
            throw new FormatException($"only {message.Length} bytes");
        }

        var rcode = message[3] & 0x0f;
        var at = HeaderLength;
        for (var questions = Count(message, 4); questions > 0; questions--)
        {
            DnsName.Read(message, ref at);
            at += 4;
        }

        uint? serial = null;
        var sections = new IReadOnlyList<string>[3];
        for (var section = 0; section < 3; section++)
        {
            var records = new List<string>();
            for (var left = Count(message, 6 + (section * 2)); left > 0; left--)
            {
                var record = DnsRecord.Read(message, ref at);
                records.Add(record.Text);
                serial = section == 0 ? record.Serial ?? serial : serial;
            }

            sections[section] = records;
        }

        return new DnsMessage(rcode, sections, serial);
    }

    private static int Count(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
