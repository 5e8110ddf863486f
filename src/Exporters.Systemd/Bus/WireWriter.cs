using System.Buffers.Binary;
using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>Marshals the few types that calls to systemd need, little-endian.</summary>
internal sealed class WireWriter
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>y: one byte.</summary>
    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>u: 32 bits.</summary>
    public void UInt32(uint value)
    {
        Align(4);
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
    }

    /// <summary>Writes a number over one written before.</summary>
    public void UInt32At(int position, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(position), value);

    /// <summary>s or o: a text or an object path.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        UInt32((uint)length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        Byte(0);
    }

    /// <summary>g: a signature.</summary>
    public void Signature(string value)
    {
        Byte((byte)value.Length);
        Encoding.ASCII.GetBytes(value, Reserve(value.Length));
        Byte(0);
    }

    /// <summary>as: an array of texts.</summary>
    public void Texts(IReadOnlyList<string> values)
    {
        UInt32(0);
        var start = Length;
        foreach (var value in values)
        {
            Text(value);
        }

        UInt32At(start - 4, (uint)(Length - start));
    }

    /// <summary>Fills with zeros to the next multiple of <paramref name="boundary"/>.</summary>
    public void Align(int boundary) => Reserve(((Length + boundary - 1) & -boundary) - Length).Clear();

    private Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            System.Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        var reserved = _bytes.AsSpan(Length, count);
        Length += count;
        return reserved;
    }
}
