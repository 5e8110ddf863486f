using System.Text;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Reads <c>ExportLogsServiceResponse</c>: field 1 <c>partial_success</c> with 1 <c>rejected_log_records</c> and 2
/// <c>error_message</c>. Anything that does not read so counts as no partial success.
/// </summary>
internal static class PartialSuccess
{
    /// <summary>The number of rejected records and the receiver's words; (0, "") when it took all.</summary>
    public static (long Rejected, string Words) Read(ReadOnlySpan<byte> response)
    {
        while (TryField(ref response, out var number, out _, out var bytes))
        {
            if (number == 1)
            {
                return ReadPartial(bytes);
            }
        }

        return (0, "");
    }

    private static (long Rejected, string Words) ReadPartial(ReadOnlySpan<byte> message)
    {
        long rejected = 0;
        var words = "";
        while (TryField(ref message, out var number, out var value, out var bytes))
        {
            if (number == 1)
            {
                rejected = (long)value;
            }
            else if (number == 2)
            {
                words = Encoding.UTF8.GetString(bytes);
            }
        }

        return (rejected, words);
    }

    /// <summary>Takes the next field of a protobuf message: a varint's value or a length-delimited field's bytes.</summary>
    internal static bool TryField(ref ReadOnlySpan<byte> message, out ulong number, out ulong value, out ReadOnlySpan<byte> bytes)
    {
        value = 0;
        bytes = default;
        if (!TryVarint(ref message, out number))
        {
            return false;
        }

        var kind = number & 7;
        number >>= 3;
        switch (kind)
        {
            case 0:
                return TryVarint(ref message, out value);
            case 2 when TryVarint(ref message, out var length) && length <= (ulong)message.Length:
                bytes = message[..(int)length];
                message = message[(int)length..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            value |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
