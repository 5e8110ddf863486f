namespace Exporters.Systemd.Bus;

/// <summary>A method call before it has a serial: whom, what, and the marshalled arguments.</summary>
/// <param name="Destination">The bus name of the peer; left out on a connection without a bus.</param>
/// <param name="Path">The object.</param>
/// <param name="Interface">The interface of the method.</param>
/// <param name="Member">The method.</param>
/// <param name="Signature">The types of the arguments; empty for none.</param>
/// <param name="Arguments">Writes the arguments.</param>
internal sealed record BusCall(
    string Destination, string Path, string Interface, string Member, string Signature = "", Action<WireWriter>? Arguments = null)
{
    private const byte MethodCall = 1;
    private const byte ProtocolVersion = 1;

    /// <summary>Asking must not start anything that does not run.</summary>
    private const byte NoAutoStart = 2;

    /// <summary>The message: fixed header, header fields, body; "Message Format" of the D-Bus specification.</summary>
    public ReadOnlyMemory<byte> Marshal(uint serial, bool withDestination)
    {
        var body = new WireWriter();
        Arguments?.Invoke(body);

        var message = new WireWriter();
        message.Byte((byte)'l');
        message.Byte(MethodCall);
        message.Byte(NoAutoStart);
        message.Byte(ProtocolVersion);
        message.UInt32((uint)body.Length);
        message.UInt32(serial);
        message.UInt32(0);
        var fields = message.Length;
        Field(message, MessageHeader.PathField, "o", Path);
        Field(message, MessageHeader.InterfaceField, "s", Interface);
        Field(message, MessageHeader.MemberField, "s", Member);
        if (withDestination)
        {
            Field(message, MessageHeader.DestinationField, "s", Destination);
        }

        if (Signature.Length > 0)
        {
            message.Align(8);
            message.Byte(MessageHeader.SignatureField);
            message.Signature("g");
            message.Signature(Signature);
        }

        message.UInt32At(fields - 4, (uint)(message.Length - fields));
        message.Align(8);
        foreach (var b in body.Written.Span)
        {
            message.Byte(b);
        }

        return message.Written;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Interface}.{Member} of {Path}";

    private static void Field(WireWriter message, byte code, string type, string value)
    {
        message.Align(8);
        message.Byte(code);
        message.Signature(type);
        message.Text(value);
    }
}
