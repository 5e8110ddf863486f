using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Exporters.Probes.Dns;

/// <summary>The data of one record, read field by field; running over its end throws <see cref="ArgumentOutOfRangeException"/>.</summary>
internal ref struct DnsData(ReadOnlySpan<byte> message, int at)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at = at;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Left => _message.Length - _at;

    public ReadOnlySpan<byte> Take(int count)
    {
        var taken = _message.Slice(_at, count);
        _at += count;
        return taken;
    }

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public string Name() => DnsName.Read(_message, ref _at);

    /// <summary>A character string, escaped as within quotes.</summary>
    public string Text() => Escape(Take(U8()));

    /// <summary>Character strings to the end, each in quotes.</summary>
    public string Texts()
    {
        var texts = new StringBuilder();
        while (Left > 0)
        {
            texts.Append(texts.Length > 0 ? " \"" : "\"").Append(Text()).Append('"');
        }

        return texts.ToString();
    }

    public string RestAsText() => Escape(Take(Left));

    public string RestAsHex() => Convert.ToHexString(Take(Left));

    public string RestAsBase64() => Convert.ToBase64String(Take(Left));

    /// <summary>A moment, RFC 4034 3.2: <c>YYYYMMDDHHmmSS</c>.</summary>
    public string Time() => DateTimeOffset.FromUnixTimeSeconds(U32()).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>The type bit map of RFC 4034 4.1.2, a space before each name.</summary>
    public string TypeMap()
    {
        var names = new StringBuilder();
        while (Left > 0)
        {
            var window = U8();
            var bits = Take(U8());
            for (var i = 0; i < bits.Length * 8; i++)
            {
                if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
                {
                    names.Append(' ').Append(DnsTypes.TypeName((ushort)((window << 8) | i)));
                }
            }
        }

        return names.ToString();
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            _ = value switch
            {
                (byte)'"' or (byte)'\\' => text.Append('\\').Append((char)value),
                < (byte)' ' or > (byte)'~' => text.Append('\\').Append(value.ToString("D3", CultureInfo.InvariantCulture)),
                _ => text.Append((char)value),
            };
        }

        return text.ToString();
    }
}
