using System.Globalization;
using System.Text;

namespace Exporters.Probes.Dns;

/// <summary>Domain names as text and on the wire, RFC 1035 3.1 and 5.1.</summary>
internal static class DnsName
{
    private const int LongestLabel = 63;
    private const int LongestName = 255;

    /// <summary>A text as labels with their lengths; false when it is no name. A final dot may be missing.</summary>
    public static bool TryEncode(string name, out byte[] wire)
    {
        var bytes = new List<byte>(name.Length + 2);
        var label = new List<byte>();
        wire = [];
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '.')
            {
                if ((label.Count == 0 && name.Length > 1) || !Close(bytes, label))
                {
                    return false;
                }
            }
            else if (name[i] == '\\' && i + 3 < name.Length && byte.TryParse(name.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                label.Add(code);
                i += 3;
            }
            else if (name[i] == '\\' && i + 1 < name.Length)
            {
                label.Add((byte)name[++i]);
            }
            else
            {
                label.AddRange(Encoding.UTF8.GetBytes(name, i, char.IsSurrogatePair(name, i) ? 2 : 1));
                i += char.IsSurrogatePair(name, i) ? 1 : 0;
            }
        }

        if (!Close(bytes, label) || bytes.Count + 1 > LongestName)
        {
            return false;
        }

        bytes.Add(0);
        wire = [.. bytes];
        return true;
    }

    /// <summary>Reads a name, compressed or not (RFC 1035 4.1.4), and moves behind it.</summary>
    /// <exception cref="FormatException">It runs out of the message, or in circles.</exception>
    public static string Read(ReadOnlySpan<byte> message, ref int at)
    {
        var text = new StringBuilder();
        var position = at;
        var jumped = false;
        for (var steps = 0; steps < 128; steps++)
        {
            var length = Octet(message, position++);
            if (length == 0)
            {
                at = jumped ? at : position;
                return text.Length == 0 ? "." : text.ToString();
            }

            if ((length & 0xc0) == 0xc0)
            {
                var target = ((length & 0x3f) << 8) | Octet(message, position++);
                at = jumped ? at : position;
                jumped = true;
                position = target;
                continue;
            }

            if (length > LongestLabel || position + length > message.Length)
            {
                throw new FormatException("a name runs out of the message");
            }

            foreach (var value in message.Slice(position, length))
            {
                Append(text, value);
            }

            text.Append('.');
            position += length;
        }

        throw new FormatException("a name runs in circles");
    }

    private static int Octet(ReadOnlySpan<byte> message, int at) =>
        at < message.Length ? message[at] : throw new FormatException("a name runs out of the message");

    private static bool Close(List<byte> bytes, List<byte> label)
    {
        if (label.Count > LongestLabel)
        {
            return false;
        }

        if (label.Count > 0)
        {
            bytes.Add((byte)label.Count);
            bytes.AddRange(label);
            label.Clear();
        }

        return true;
    }

    private static void Append(StringBuilder text, byte value)
    {
        switch (value)
        {
            case (byte)'.' or (byte)' ' or (byte)'\'' or (byte)'@' or (byte)';' or (byte)'(' or (byte)')' or (byte)'"' or (byte)'\\':
                text.Append('\\').Append((char)value);
                break;
            case < (byte)' ' or > (byte)'~':
                text.Append('\\').Append(value.ToString("D3", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append((char)value);
                break;
        }
    }
}
