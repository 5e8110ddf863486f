using System.Buffers.Binary;
using System.Text;

namespace Exporters.Probes.Grpc;

/// <summary>
/// The two messages of <c>grpc.health.v1.Health/Check</c> in protobuf, each in gRPC's frame: a byte that says whether it is compressed,
/// four of length.
/// </summary>
internal static class HealthMessages
{
    /// <summary>States that a service may be in, by their number.</summary>
    public static readonly string[] States = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    private const int FrameHead = 5;
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    /// <summary>A question: <c>string service = 1</c>, left out when empty.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        using var message = new MemoryStream();
        message.Write(new byte[FrameHead]);
        if (name.Length > 0)
        {
            message.WriteByte((1 << 3) | Delimited);
            var length = (uint)name.Length;
            for (; length > 0x7f; length >>= 7)
            {
                message.WriteByte((byte)(length | 0x80));
            }

            message.WriteByte((byte)length);
            message.Write(name);
        }

        var frame = message.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - FrameHead);
        return frame;
    }

    /// <summary>An answer: <c>ServingStatus status = 1</c>, 0 when left out. Fields that are not known are passed over.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ulong Status(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < FrameHead)
        {
            throw new InvalidDataException("the server answers without a message");
        }

        if (frame[0] != 0)
        {
            throw new InvalidDataException("the server compresses its answer, which nobody asked for");
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(frame[1..]) != frame.Length - FrameHead)
        {
            throw new InvalidDataException("the server's answer is not one whole message");
        }

        var rest = frame[FrameHead..];
        var status = 0UL;
        while (!rest.IsEmpty)
        {
            var tag = ReadVarint(ref rest);
            var value = (tag & 7) switch
            {
                Varint => ReadVarint(ref rest),
                Fixed64 => Skip(ref rest, 8),
                Delimited => Skip(ref rest, ReadVarint(ref rest)),
                Fixed32 => Skip(ref rest, 4),
                _ => throw new InvalidDataException("the server's answer is no protobuf message"),
            };
            status = tag == ((1 << 3) | Varint) ? value : status;
        }

        return status;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> rest)
    {
        var value = 0UL;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("the server's answer ends within a field");
    }

    private static ulong Skip(ref ReadOnlySpan<byte> rest, ulong length)
    {
        if (length > (ulong)rest.Length)
        {
            throw new InvalidDataException("the server's answer ends within a field");
        }

        rest = rest[(int)length..];
        return 0;
    }
}
