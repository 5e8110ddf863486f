using System.Buffers.Text;
using System.Globalization;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Json;

/// <summary>JSON's numbers and words.</summary>
internal static class JsonTokens
{
    private static readonly object[] SmallNumbers = [.. Enumerable.Range(0, 1024).Select(n => (object)(long)n)];
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>Takes a token as the value of a field; false when JSON knows no such token.</summary>
    public static bool TryTake(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name, EntryWriter to)
    {
        if (token.IsEmpty)
        {
            return false;
        }

        switch (token[0])
        {
            case (byte)'t' when token.SequenceEqual("true"u8):
                to.Attribute(to.Field(name), True);
                return true;
            case (byte)'f' when token.SequenceEqual("false"u8):
                to.Attribute(to.Field(name), False);
                return true;
            case (byte)'n':
                return token.SequenceEqual("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return TryNumber(token, name, to);
            default:
                return false;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name, EntryWriter to)
    {
        var field = to.Field(name);
        if (field.Role == FieldRole.Time && !to.HasTime && EpochTime.TryRead(token, out var time))
        {
            to.Time(time);
            return true;
        }

        if (Utf8Parser.TryParse(token, out long whole, out var used) && used == token.Length)
        {
            if (field.Role == FieldRole.Level && !to.HasLevel && Severities.OfNumber(whole) is not 0 and var severity)
            {
                to.Level(severity, whole.ToString(CultureInfo.InvariantCulture));
                return true;
            }

            to.Attribute(field, (ulong)whole < (ulong)SmallNumbers.Length ? SmallNumbers[whole] : whole);
            return true;
        }

        if (!Utf8Parser.TryParse(token, out double number, out used) || used != token.Length || !double.IsFinite(number))
        {
            return false;
        }

        // An integer too large for 64 bits keeps its digits as a text.
        if (token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            to.Attribute(field, token);
        }
        else
        {
            to.Attribute(field, number);
        }

        return true;
    }
}
