using System.Buffers.Text;

namespace Exporters.Logs.Parsing.Times;

/// <summary>Times counted from 1970.</summary>
internal static class EpochTime
{
    private const long EpochTicks = 621355968000000000;

    /// <summary>Seconds since 1970 as Go's zap prints them to a terminal: <c>1.5988976280469608e+09</c>.</summary>
    public static bool TryScientific(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        if (text.Length is < 6 or > 32 || text[1] != '.' || !text.EndsWith("e+09"u8) || Digits.One(text[0]) < 1)
        {
            return false;
        }

        // A digit before the point and nine after it are whole seconds.
        long seconds = text[0] - '0';
        long fraction = 0;
        long scale = 1000000;
        var digits = text[2..^4];
        for (var i = 0; i < Math.Max(9, digits.Length); i++)
        {
            var digit = i < digits.Length ? Digits.One(digits[i]) : 0;
            if (digit < 0)
            {
                return false;
            }

            if (i < 9)
            {
                seconds = seconds * 10 + digit;
            }
            else
            {
                fraction += digit * scale;
                scale /= 10;
            }
        }

        time = new Timestamp(EpochTicks + seconds * TimeSpan.TicksPerSecond + fraction, HasZone: true, 0);
        return true;
    }

    /// <summary>
    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size: below 10¹¹ are seconds, and a thousand
    /// times as much each time. A fraction belongs to whatever the unit is.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        if (text.Length is < 9 or > 32 || !Utf8Parser.TryParse(text, out ulong whole, out var used) || used < 9)
        {
            return false;
        }

        long fraction = 0; // of a unit, in 10⁻⁷
        if (used < text.Length)
        {
            if (text[used] != '.' || used + 1 == text.Length)
            {
                return false;
            }

            long scale = 1000000;
            for (var i = used + 1; i < text.Length; i++)
            {
                var digit = Digits.One(text[i]);
                if (digit < 0)
                {
                    return false;
                }

                fraction += digit * scale;
                scale /= 10;
            }
        }

        long ticks = whole switch
        {
            < 100_000_000_000 => (long)whole * TimeSpan.TicksPerSecond + fraction,
            < 100_000_000_000_000 => (long)whole * TimeSpan.TicksPerMillisecond + fraction / 1000,
            < 100_000_000_000_000_000 => (long)whole * 10 + fraction / 1000000,
            _ => (long)(whole / 100),
        };
        if (ticks > (long)(Calendar.MaxYear - Calendar.MinYear) * 366 * TimeSpan.TicksPerDay)
        {
            return false;
        }

        time = new Timestamp(EpochTicks + ticks, HasZone: true, 0);
        return true;
    }
}
