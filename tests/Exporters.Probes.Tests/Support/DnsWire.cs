using System.Buffers.Binary;
using System.Text;

namespace Exporters.Probes.Tests.Support;

/// <summary>A DNS answer put together by hand, with a name server that gives it.</summary>
internal sealed class DnsWire
{
    private readonly List<byte> _records = [];
    private readonly int[] _counts = new int[3];

    public int Rcode { get; init; }

    /// <summary>Adds a record to a section, 0 for answers; its name is a pointer to the question's.</summary>
    public DnsWire Add(int section, ushort type, uint ttl, params byte[] data)
    {
        _counts[section]++;
        _records.AddRange([0xc0, 12]);
        Put16(type);
        Put16(1);
        Put16((ushort)(ttl >> 16));
        Put16((ushort)ttl);
        Put16((ushort)data.Length);
        _records.AddRange(data);
        return this;
    }

    /// <summary>A name without compression.</summary>
    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => new[] { (byte)label.Length }.Concat(Encoding.ASCII.GetBytes(label))), 0];

    /// <summary>The answer to a question.</summary>
    public byte[] Answer(byte[] question)
    {
        var end = 12;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }

        byte[] message = [.. question[..(end + 5)], .. _records];
        message[2] |= 0x80;
        message[3] = (byte)Rcode;
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6 + (2 * i)), (ushort)_counts[i]);
        }

        return message;
    }

    private void Put16(ushort value) => _records.AddRange([(byte)(value >> 8), (byte)value]);
}
