using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>What stands before a message's body, as far as it is needed here; "Message Format" of the D-Bus specification.</summary>
internal readonly ref struct MessageHeader
{
    public const byte PathField = 1;
    public const byte InterfaceField = 2;
    public const byte MemberField = 3;
    public const byte ErrorNameField = 4;
    public const byte ReplySerialField = 5;
    public const byte DestinationField = 6;
    public const byte SignatureField = 8;

    public const byte MethodReturn = 2;
    public const byte Error = 3;
    public const byte Signal = 4;

    /// <summary>Bytes before the header fields, with their length.</summary>
    public const int FixedLength = 16;

    private const int MaxMessage = 64 * 1024 * 1024;

    /// <summary>Reads the header of a complete message.</summary>
    public MessageHeader(ReadOnlySpan<byte> message)
    {
        IsBigEndian = BigEndian(message[0]);
        Type = message[1];
        var reader = new WireReader(message, IsBigEndian);
        for (var i = 0; i < 4; i++)
        {
            reader.Byte();
        }

        var bodyLength = reader.UInt32();
        reader.UInt32();
        var end = reader.Array(8);
        while (reader.Position < end)
        {
            reader.Align(8);
            var code = reader.Byte();
            var type = reader.Signature();
            switch (code)
            {
                case PathField when type is [(byte)'o']:
                    Path = reader.Text();
                    break;
                case InterfaceField when type is [(byte)'s']:
                    Interface = reader.Text();
                    break;
                case MemberField when type is [(byte)'s']:
                    Member = reader.Text();
                    break;
                case ErrorNameField when type is [(byte)'s']:
                    ErrorName = reader.Text();
                    break;
                case ReplySerialField when type is [(byte)'u']:
                    ReplySerial = reader.UInt32();
                    break;
                case SignatureField when type is [(byte)'g']:
                    Signature = reader.Signature();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        Body = message[^(int)bodyLength..];
    }

    public bool IsBigEndian { get; }

    public byte Type { get; }

    public ReadOnlySpan<byte> Path { get; }

    public ReadOnlySpan<byte> Interface { get; }

    public ReadOnlySpan<byte> Member { get; }

    public ReadOnlySpan<byte> ErrorName { get; }

    /// <summary>The serial of the call that this answers; 0 for none.</summary>
    public uint ReplySerial { get; }

    /// <summary>The types of the body.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The length of the whole message, once its first 16 bytes are there.</summary>
    public static bool TryLength(ReadOnlySpan<byte> start, out int length)
    {
        length = 0;
        if (start.Length < FixedLength)
        {
            return false;
        }

        var reader = new WireReader(start[..FixedLength], BigEndian(start[0]));
        reader.UInt32();
        var body = reader.UInt32();
        reader.UInt32();
        var fields = reader.UInt32();
        if (body > MaxMessage || fields > MaxMessage)
        {
            throw new BusFormatException($"a message of {(ulong)body + fields} bytes, more than {MaxMessage}");
        }

        length = ((FixedLength + (int)fields + 7) & -8) + (int)body;
        return true;
    }

    /// <summary>The first text of the body if that is one: the message of an error.</summary>
    public string FirstText() => Signature is [(byte)'s', ..] ? new WireReader(Body, IsBigEndian).String() : "";

    private static bool BigEndian(byte mark) => mark switch
    {
        (byte)'l' => false,
        (byte)'B' => true,
        _ => throw new BusFormatException($"a message that begins with byte 0x{mark:x2} ({Encoding.Latin1.GetString([mark])})"),
    };
}
