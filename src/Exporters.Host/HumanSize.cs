using System.Buffers.Text;

namespace Exporters.Host;

/// <summary>Amounts as kernel drivers print them for people: <c>427.5k</c>, <c>20.4G</c>, <c>17</c>; the unit's letter means a power of 1024.</summary>
internal static class HumanSize
{
    private const string Units = "kMGTPEZY";

    /// <summary>The amount without a fraction, as no driver counts less than one; null when the text is none.</summary>
    public static double? Parse(ReadOnlySpan<byte> text) => Parse(text, tenthsOf1024: false);

    /// <summary>The same as bcache prints it: what stands after the point are steps of 1024/100, so that .9 is less than .10.</summary>
    public static double? ParseBcache(ReadOnlySpan<byte> text) => Parse(text, tenthsOf1024: true);

    private static double? Parse(ReadOnlySpan<byte> text, bool tenthsOf1024)
    {
        text = text.Trim(" \t"u8);
        var negative = !text.IsEmpty && text[0] == '-';
        text = negative ? text[1..] : text;
        if (text.IsEmpty)
        {
            return null;
        }

        var unit = text[^1] == 'K' ? 0 : Units.IndexOf((char)text[^1]);
        var digits = unit < 0 ? text : text[..^1];
        if (Number(digits, tenthsOf1024 && unit >= 0) is not { } number)
        {
            return null;
        }

        var amount = Math.Truncate(number * Math.Pow(1024, unit + 1));
        return negative ? -amount : amount;
    }

    private static double? Number(ReadOnlySpan<byte> digits, bool tenthsOf1024)
    {
        var point = tenthsOf1024 ? digits.IndexOf((byte)'.') : -1;
        if (point < 0)
        {
            return Utf8Parser.TryParse(digits, out double number, out var used) && used == digits.Length ? number : null;
        }

        return Utf8Parser.TryParse(digits[..point], out ulong whole, out var read) && read == point
            && Utf8Parser.TryParse(digits[(point + 1)..], out ulong fraction, out read) && read == digits.Length - point - 1
            ? whole + (fraction / 10.24)
            : null;
    }
}
