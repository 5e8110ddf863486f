using System.Buffers.Binary;
using System.Text;

namespace Exporters.Testing.Systemd;

/// <summary>Marshals values by their D-Bus signature, little-endian; written apart from the program's own code, so that the two check each other.</summary>
public sealed class FakeWire
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public int Length => _bytes.Count;

    /// <summary>The values of a signature, one object for each complete type: structures and arrays are <c>object[]</c>, dictionaries <c>(key, value)[]</c> as arrays of pairs.</summary>
    public static byte[] Marshal(string signature, params object[] values)
    {
        var wire = new FakeWire();
        var at = 0;
        foreach (var value in values)
        {
            wire.Write(signature, ref at, value);
        }

        return wire.Bytes;
    }

    /// <summary>A whole message.</summary>
    public static byte[] Message(byte type, uint serial, uint replySerial, string signature, byte[] body, params (byte Code, string Type, object Value)[] fields)
    {
        var header = new List<object>();
        if (replySerial != 0)
        {
            header.Add(new object[] { (byte)5, new Variant("u", replySerial) });
        }

        foreach (var (code, fieldType, value) in fields)
        {
            header.Add(new object[] { code, new Variant(fieldType, value) });
        }

        if (signature.Length > 0)
        {
            header.Add(new object[] { (byte)8, new Variant("g", signature) });
        }

        var wire = new FakeWire();
        var at = 0;
        const string Signature = "yyyyuua(yv)";
        foreach (var value in new object[] { (byte)'l', type, (byte)0, (byte)1, (uint)body.Length, serial, header.ToArray() })
        {
            wire.Write(Signature, ref at, value);
        }

        wire.Align(8);
        wire._bytes.AddRange(body);
        return wire.Bytes;
    }

    private void Write(string signature, ref int at, object value)
    {
        switch (signature[at++])
        {
            case 'y':
                _bytes.Add((byte)value);
                break;
            case 'b':
                Number(4, (bool)value ? 1UL : 0UL);
                break;
            case 'n' or 'q':
                Number(2, (uint)(int)value);
                break;
            case 'i':
                Number(4, (uint)(int)value);
                break;
            case 'u':
                Number(4, (uint)value);
                break;
            case 'x' or 't':
                Number(8, (ulong)value);
                break;
            case 'd':
                Number(8, BitConverter.DoubleToUInt64Bits((double)value));
                break;
            case 's' or 'o':
                var text = value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
                Number(4, (uint)text.Length);
                _bytes.AddRange(text);
                _bytes.Add(0);
                break;
            case 'g':
                var types = Encoding.ASCII.GetBytes((string)value);
                _bytes.Add((byte)types.Length);
                _bytes.AddRange(types);
                _bytes.Add(0);
                break;
            case 'v':
                var variant = (Variant)value;
                var start = 0;
                Write("g", ref start, variant.Signature);
                start = 0;
                Write(variant.Signature, ref start, variant.Value);
                break;
            case '(' or '{':
                Align(8);
                foreach (var member in (object[])value)
                {
                    Write(signature, ref at, member);
                }

                at++;
                break;
            case 'a':
                Array(signature, ref at, (object[])value);
                break;
            default:
                throw new ArgumentException($"not a type: {signature}", nameof(signature));
        }
    }

    private void Array(string signature, ref int at, object[] elements)
    {
        Number(4, 0);
        var lengthAt = _bytes.Count - 4;
        Align(signature[at] is '(' or '{' or 't' or 'x' or 'd' ? 8 : signature[at] is 'y' or 'g' or 'v' ? 1 : 4);
        var start = _bytes.Count;
        foreach (var element in elements)
        {
            var elementAt = at;
            Write(signature, ref elementAt, element);
        }

        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(_bytes.Count - start));
        for (var i = 0; i < length.Length; i++)
        {
            _bytes[lengthAt + i] = length[i];
        }

        at = End(signature, at);
    }

    private static int End(string signature, int at)
    {
        while (signature[at] == 'a')
        {
            at++;
        }

        var open = 0;
        do
        {
            open += signature[at] is '(' or '{' ? 1 : signature[at] is ')' or '}' ? -1 : 0;
            at++;
        }
        while (open > 0);
        return at;
    }

    private void Number(int size, ulong value)
    {
        Align(size);
        for (var i = 0; i < size; i++)
        {
            _bytes.Add((byte)(value >> (8 * i)));
        }
    }

    private void Align(int boundary)
    {
        while (_bytes.Count % boundary != 0)
        {
            _bytes.Add(0);
        }
    }

    /// <summary>A value with its type.</summary>
    public sealed record Variant(string Signature, object Value);
}
