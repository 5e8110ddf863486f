using System.Buffers.Binary;

namespace Exporters.Probes.Icmp;

/// <summary>Echo requests and replies, RFC 792 and RFC 4443.</summary>
internal static class EchoPacket
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 8;

    private static ReadOnlySpan<byte> Text => "Exporters echo request"u8;

    /// <summary>A request; its checksum is right for IPv4, and the kernel writes its own for IPv6.</summary>
    public static byte[] Request(bool isIp6, ushort id, ushort sequence, int payloadSize)
    {
        var packet = new byte[HeaderLength + (payloadSize > 0 ? payloadSize : Text.Length)];
        packet[0] = isIp6 ? (byte)128 : (byte)8;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), sequence);
        var payload = packet.AsSpan(HeaderLength);
        Text[..Math.Min(Text.Length, payload.Length)].CopyTo(payload);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    /// <summary>Whether a packet answers a request. The identifier counts only where the kernel left it alone.</summary>
    public static bool Answers(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> request, bool isIp6, bool checkId) =>
        reply.Length == request.Length
        && reply[0] == (isIp6 ? 129 : 0) && reply[1] == 0
        && (!checkId || reply[4..6].SequenceEqual(request[4..6]))
        && reply[6..].SequenceEqual(request[6..]);

    /// <summary>The internet checksum, RFC 1071.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            sum += (uint)(bytes[i] << 8) + (i + 1 < bytes.Length ? bytes[i + 1] : 0u);
        }

        sum = (sum >> 16) + (sum & 0xffff);
        return (ushort)~(sum + (sum >> 16));
    }
}
