using System.Buffers.Binary;
using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>
/// Walks through marshalled values, "Marshaling (Wire Format)" of the D-Bus specification. Every length is checked before it is
/// believed; alignment counts from the first byte given, which therefore must be the start of a message or of its body.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, bool bigEndian)
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly bool _bigEndian = bigEndian;

    /// <summary>Where the next value begins, before its alignment.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => Position >= _bytes.Length;

    /// <summary>y: one byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>b: true or false.</summary>
    public bool Bool() => UInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw new BusFormatException($"a boolean of value {other} at byte {Position - 4}"),
    };

    /// <summary>u: 32 bits.</summary>
    public uint UInt32()
    {
        Align(4);
        var four = Take(4);
        return _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(four) : BinaryPrimitives.ReadUInt32LittleEndian(four);
    }

    /// <summary>i: 32 bits, signed.</summary>
    public int Int32() => unchecked((int)UInt32());

    /// <summary>t: 64 bits.</summary>
    public ulong UInt64()
    {
        Align(8);
        var eight = Take(8);
        return _bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(eight) : BinaryPrimitives.ReadUInt64LittleEndian(eight);
    }

    /// <summary>s or o: the bytes of a text or of an object path.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var length = UInt32();
        if (length >= int.MaxValue)
        {
            throw new BusFormatException($"a text of {length} bytes at byte {Position - 4}");
        }

        var text = Take((int)length);
        if (Take(1)[0] != 0)
        {
            throw new BusFormatException($"a text without its end at byte {Position - 1}");
        }

        return text;
    }

    /// <summary>s or o as a string; invalid UTF-8 becomes U+FFFD.</summary>
    public string String() => Encoding.UTF8.GetString(Text());

    /// <summary>g: a signature.</summary>
    public ReadOnlySpan<byte> Signature()
    {
        var signature = Take(Byte());
        return Take(1)[0] == 0 ? signature : throw new BusFormatException($"a signature without its end at byte {Position - 1}");
    }

    /// <summary>a: goes to the first element of an array and returns the position at which the array ends.</summary>
    /// <param name="elementAlignment">8 for structures and 64-bit numbers, 4 for texts and 32-bit numbers, 1 for bytes.</param>
    public int Array(int elementAlignment)
    {
        var length = UInt32();
        Align(elementAlignment);
        return length <= (uint)(_bytes.Length - Position)
            ? Position + (int)length
            : throw new BusFormatException($"an array of {length} bytes at byte {Position}, where {_bytes.Length - Position} are left");
    }

    /// <summary>Goes to the next multiple of <paramref name="boundary"/>.</summary>
    public void Align(int boundary)
    {
        var aligned = (Position + boundary - 1) & -boundary;
        Take(aligned - Position);
    }

    /// <summary>Passes over a value of the one complete type in <paramref name="signature"/>.</summary>
    public void Skip(ReadOnlySpan<byte> signature)
    {
        var at = 0;
        Skip(signature, ref at, 0);
        if (at != signature.Length)
        {
            throw Unknown(signature);
        }
    }

    private void Skip(ReadOnlySpan<byte> signature, ref int at, int depth)
    {
        if (at >= signature.Length || depth > MaxDepth)
        {
            throw Unknown(signature);
        }

        switch (signature[at++])
        {
            case (byte)'y':
                Take(1);
                break;
            case (byte)'n' or (byte)'q':
                Align(2);
                Take(2);
                break;
            case (byte)'b' or (byte)'i' or (byte)'u' or (byte)'h':
                Align(4);
                Take(4);
                break;
            case (byte)'x' or (byte)'t' or (byte)'d':
                Align(8);
                Take(8);
                break;
            case (byte)'s' or (byte)'o':
                Text();
                break;
            case (byte)'g':
                Signature();
                break;
            case (byte)'v':
                var inner = Signature();
                var innerAt = 0;
                Skip(inner, ref innerAt, depth + 1);
                if (innerAt != inner.Length)
                {
                    throw Unknown(inner);
                }

                break;
            case (byte)'a':
                var end = Array(ElementAlignment(signature, at));
                Take(end - Position);
                at = EndOfType(signature, at);
                break;
            case (byte)'(':
                Align(8);
                while (at < signature.Length && signature[at] != (byte)')')
                {
                    Skip(signature, ref at, depth + 1);
                }

                at++;
                break;
            default:
                throw Unknown(signature);
        }
    }

    private static int ElementAlignment(ReadOnlySpan<byte> signature, int at) => at >= signature.Length ? throw Unknown(signature) : signature[at] switch
    {
        (byte)'y' or (byte)'g' or (byte)'v' => 1,
        (byte)'n' or (byte)'q' => 2,
        (byte)'b' or (byte)'i' or (byte)'u' or (byte)'h' or (byte)'s' or (byte)'o' or (byte)'a' => 4,
        (byte)'x' or (byte)'t' or (byte)'d' or (byte)'(' or (byte)'{' => 8,
        _ => throw Unknown(signature),
    };

    /// <summary>Where the complete type that begins at <paramref name="at"/> ends.</summary>
    private static int EndOfType(ReadOnlySpan<byte> signature, int at)
    {
        var open = 0;
        for (; at < signature.Length; at++)
        {
            switch (signature[at])
            {
                case (byte)'(' or (byte)'{':
                    open++;
                    continue;
                case (byte)')' or (byte)'}':
                    open--;
                    break;
                case (byte)'a':
                    continue;
            }

            if (open == 0)
            {
                return at + 1;
            }
        }

        throw Unknown(signature);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new BusFormatException($"{count} bytes expected at byte {Position}, where {_bytes.Length - Position} are left");
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    private static BusFormatException Unknown(ReadOnlySpan<byte> signature) => new($"not a type: \"{Encoding.Latin1.GetString(signature)}\"");
}
