using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// Numbers in the labels <c>le</c> and <c>quantile</c> as the peers write them, Go's <c>%g</c> with the fewest digits: <c>0.5</c>,
/// <c>1</c>, <c>1e+06</c>. A label is text: another spelling would be another series.
/// </summary>
internal static class GoNumber
{
    /// <summary>Room for the longest: sign, 17 digits, point, exponent.</summary>
    public const int MaxLength = 32;

    /// <summary>From ten to this power on a number is written with exponent.</summary>
    private const int LargeExponent = 6;

    /// <summary>Up to ten to this power a number is written with exponent.</summary>
    private const int SmallExponent = -5;

    /// <summary>Writes a number; returns its length.</summary>
    public static int Format(double value, Span<byte> into)
    {
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            name.CopyTo(into);
            return name.Length;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        var count = ShortestDigits(Math.Abs(value), digits, out var exponent);
        digits = digits[..count];
        var length = 0;
        if (double.IsNegative(value))
        {
            into[length++] = (byte)'-';
        }

        return length + (exponent is <= SmallExponent or >= LargeExponent
            ? Scientific(digits, exponent, into[length..])
            : Plain(digits, exponent, into[length..]));
    }

    /// <summary>The fewest digits that read back as the value, without zeros around them, and the power of ten of the first.</summary>
    private static int ShortestDigits(double value, Span<byte> digits, out int exponent)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        if (!value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
        {
            throw new UnreachableException($"BUG: {value} is longer than {MaxLength} bytes");
        }

        text = text[..length];
        exponent = 0;
        if (text.IndexOf((byte)'E') is var e and >= 0)
        {
            _ = Utf8Parser.TryParse(text[(e + 1)..], out exponent, out _);
            text = text[..e];
        }

        var point = text.IndexOf((byte)'.');
        exponent += (point < 0 ? text.Length : point) - 1;
        var count = 0;
        foreach (var c in text)
        {
            if (c == '.')
            {
                continue;
            }

            if (count == 0 && c == '0')
            {
                exponent--;
                continue;
            }

            digits[count++] = c;
        }

        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
        }

        if (count == 0)
        {
            digits[count++] = (byte)'0';
            exponent = 0;
        }

        return count;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> into)
    {
        var length = 0;
        into[length++] = digits[0];
        if (digits.Length > 1)
        {
            into[length++] = (byte)'.';
            digits[1..].CopyTo(into[length..]);
            length += digits.Length - 1;
        }

        into[length++] = (byte)'e';
        into[length++] = (byte)(exponent < 0 ? '-' : '+');
        Utf8Formatter.TryFormat(Math.Abs(exponent), into[length..], out var written, new StandardFormat('D', 2));
        return length + written;
    }

    private static int Plain(ReadOnlySpan<byte> digits, int exponent, Span<byte> into)
    {
        var length = 0;
        for (var place = Math.Max(exponent, 0); place >= 0 || exponent - place < digits.Length; place--)
        {
            if (place == -1)
            {
                into[length++] = (byte)'.';
            }

            var index = exponent - place;
            into[length++] = index >= 0 && index < digits.Length ? digits[index] : (byte)'0';
        }

        return length;
    }
}
