using System.Buffers.Binary;

namespace Exporters.Systemd.Bus;

/// <summary>
/// What stands before a message's body ("Message Format" of the D-Bus specification), and the length of a text that the body begins
/// with, checked before the D-Bus package sees them: it makes room for a text of the length that the peer names, up to 2 GiB, before
/// it looks whether so many bytes are there.
/// </summary>
internal readonly ref struct MessageHead
{
    /// <summary>The largest message that is accepted, in bytes. A list of 5,000 units takes about 1 MiB.</summary>
    public const int MaxMessage = 16 * 1024 * 1024;

    /// <summary>The longest header that is accepted, in bytes. It holds names of at most 255 bytes and the path of a unit.</summary>
    public const int MaxFields = 8 * 1024;

    private const int FixedLength = 16;
    private const byte MethodCall = 1;
    private const byte MethodReturn = 2;
    private const byte Error = 3;
    private const byte Signal = 4;
    private const byte InterfaceField = 2;
    private const byte SignatureField = 8;

    private readonly bool _isBigEndian;
    private readonly byte _type;

    /// <summary>Reads the fixed part, and then the fields if they are all there.</summary>
    private MessageHead(ReadOnlySpan<byte> start)
    {
        _isBigEndian = start[0] == (byte)'B';
        _type = start[1];
        if ((start[0] != (byte)'l' && !_isBigEndian) || _type is 0 or > Signal || start[3] != 1)
        {
            throw new BusFormatException($"bytes that begin no message: {Convert.ToHexStringLower(start[..4])}");
        }

        var body = Number(start[4..]);
        var fields = Number(start[12..]);
        if (fields > MaxFields)
        {
            throw new BusFormatException($"a message with a header of {fields} bytes, more than {MaxFields}");
        }

        var fieldsEnd = FixedLength + (int)fields;
        var bodyStart = (fieldsEnd + 7) & ~7;
        if (body > MaxMessage - bodyStart)
        {
            throw new BusFormatException($"a message of {(long)body + bodyStart} bytes, more than {MaxMessage}");
        }

        Length = bodyStart + (int)body;
        IsComplete = start.Length >= bodyStart + Math.Min(body, sizeof(uint));
        if (!IsComplete)
        {
            return;
        }

        ReadFields(start[..fieldsEnd], out var @interface, out var signature);
        Interface = @interface;
        BeginsWithText = signature is [(byte)'s', ..];
        if (BeginsWithText && (body < sizeof(uint) || Number(start[bodyStart..]) > body))
        {
            throw new BusFormatException("a message that ends within its first text");
        }
    }

    /// <summary>Of the whole message, in bytes.</summary>
    public int Length { get; }

    /// <summary>Whether it calls a method of this process.</summary>
    public bool IsCall => _type == MethodCall;

    /// <summary>Whether it answers a call: with values, or with an error.</summary>
    public bool IsAnswer => _type is MethodReturn or Error;

    /// <summary>Whether it is a signal.</summary>
    public bool IsSignal => _type == Signal;

    /// <summary>The interface of a call or signal; empty where there is none.</summary>
    public ReadOnlySpan<byte> Interface { get; }

    /// <summary>Whether the first value of the body is a text.</summary>
    public bool BeginsWithText { get; }

    private bool IsComplete { get; }

    /// <summary>Reads the head of the message that begins with these bytes; false when they do not reach its end.</summary>
    /// <exception cref="BusFormatException">They begin no message, or a text does not fit into the part that it stands in.</exception>
    public static bool TryRead(ReadOnlySpan<byte> start, out MessageHead head)
    {
        head = default;
        if (start.Length < FixedLength)
        {
            return false;
        }

        head = new MessageHead(start);
        return head.IsComplete;
    }

    /// <summary>Goes through the header fields, each a code and a variant.</summary>
    private void ReadFields(ReadOnlySpan<byte> header, out ReadOnlySpan<byte> @interface, out ReadOnlySpan<byte> signature)
    {
        @interface = default;
        signature = default;
        for (var at = FixedLength; at < header.Length; at = (at + 7) & ~7)
        {
            var field = header[at..];
            var length = field switch
            {
                [_, 1, (byte)'s' or (byte)'o', 0, _, _, _, _, ..] => 8L + Number(field[4..]) + 1,
                [_, 1, (byte)'g', 0, var types, ..] => 4L + 1 + types + 1,
                [_, 1, (byte)'u', 0, ..] => 8L,
                _ => throw new BusFormatException("a header field of no type that the specification has"),
            };
            if (length > field.Length)
            {
                throw new BusFormatException("a header that ends within a field");
            }

            switch (field[0], field[2])
            {
                case (InterfaceField, (byte)'s'):
                    @interface = field[8..((int)length - 1)];
                    break;
                case (SignatureField, (byte)'g'):
                    signature = field[5..((int)length - 1)];
                    break;
            }

            at += (int)length;
        }
    }

    private uint Number(ReadOnlySpan<byte> bytes) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
