using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// A time by its pattern in strptime(3)'s letters: <c>%Y %y %m %d %e %b %H %I %p %M %S %f %L %z %Z %T %F %s %%</c>; <c>%f</c> and
/// <c>%L</c> are a fraction of a second of any length. A month and day without a year belong to the year next to the reading.
/// </summary>
internal sealed class TimePattern
{
    private const string Letters = "YymdebBHIpMSfLzZs%";

    private readonly byte[] _pattern;

    private TimePattern(byte[] pattern) => _pattern = pattern;

    /// <summary>Reads a pattern; <paramref name="error"/> says what is not known in it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimePattern? pattern, [NotNullWhen(false)] out string? error)
    {
        var spelled = text.Replace("%T", "%H:%M:%S", StringComparison.Ordinal).Replace("%F", "%Y-%m-%d", StringComparison.Ordinal);
        for (var i = 0; i < spelled.Length; i++)
        {
            if (spelled[i] == '%' && (++i == spelled.Length || !Letters.Contains(spelled[i], StringComparison.Ordinal)))
            {
                pattern = null;
                error = $"must be a time pattern such as %Y-%m-%dT%H:%M:%S%z, got \"{text}\" with an unknown "
                    + $"\"%{(i < spelled.Length ? spelled[i] : "")}\"";
                return false;
            }
        }

        pattern = new TimePattern(Encoding.UTF8.GetBytes(spelled));
        error = null;
        return true;
    }

    /// <summary>Reads a text that must fit the whole pattern.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, long readTicks, out Timestamp time)
    {
        time = default;
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, half = -1, offset = 0;
        long fraction = 0;
        var hasZone = false;
        for (var i = 0; i < _pattern.Length; i++)
        {
            var c = _pattern[i];
            if (c != '%' || _pattern[++i] == '%')
            {
                if (text.IsEmpty || text[0] != c)
                {
                    return false;
                }

                text = text[1..];
                continue;
            }

            var read = (char)_pattern[i] switch
            {
                'Y' => TryNumber(ref text, 4, 4, out year),
                'y' => TryShortYear(ref text, out year),
                'm' => TryNumber(ref text, 1, 2, out month),
                'd' or 'e' => TryDay(ref text, out day),
                'b' or 'B' => TryMonth(ref text, out month),
                'H' or 'I' => TryNumber(ref text, 1, 2, out hour),
                'p' => TryHalf(ref text, out half),
                'M' => TryNumber(ref text, 1, 2, out minute),
                'S' => TryNumber(ref text, 1, 2, out second),
                'f' or 'L' => TryFraction(ref text, out fraction),
                'z' or 'Z' => TryZone(ref text, out offset, out hasZone),
                _ => EpochTime.TryRead(text, out time) && (text = default).IsEmpty,
            };
            if (!read)
            {
                return false;
            }
        }

        if (!text.IsEmpty)
        {
            return false;
        }

        if (time.Ticks != 0)
        {
            return true;
        }

        hour = half < 0 ? hour : hour % 12 + half * 12;
        if (hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var clock = ((hour * 60L + minute) * 60 + Math.Min(second, 59)) * TimeSpan.TicksPerSecond + fraction;
        if ((year == 0 && !MonthTimes.TryInferYear(month, day, clock, readTicks, out year)) || !Calendar.TryDate(year, month, day, out var date))
        {
            return false;
        }

        time = new Timestamp(date + clock - offset * TimeSpan.TicksPerMinute, hasZone, (short)offset);
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> text, int fewest, int most, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < most && digits < text.Length && char.IsAsciiDigit((char)text[digits]))
        {
            number = number * 10 + text[digits++] - '0';
        }

        text = text[digits..];
        return digits >= fewest;
    }

    private static bool TryShortYear(ref ReadOnlySpan<byte> text, out int year)
    {
        var read = TryNumber(ref text, 2, 2, out year);
        year += year < 69 ? 2000 : 1900;
        return read;
    }

    private static bool TryDay(ref ReadOnlySpan<byte> text, out int day)
    {
        text = text.TrimStart((byte)' ');
        return TryNumber(ref text, 1, 2, out day);
    }

    private static bool TryMonth(ref ReadOnlySpan<byte> text, out int month)
    {
        month = MonthTimes.Month(text);
        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetter((char)text[letters]))
        {
            letters++;
        }

        text = text[letters..];
        return month > 0;
    }

    private static bool TryHalf(ref ReadOnlySpan<byte> text, out int half)
    {
        half = text.Length < 2 || (text[1] | 0x20) != 'm' ? -1 : (text[0] | 0x20) switch { 'a' => 0, 'p' => 1, _ => -1 };
        text = half < 0 ? text : text[2..];
        return half >= 0;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long fraction)
    {
        fraction = 0;
        long scale = 1000000;
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit((char)text[digits]))
        {
            fraction += (text[digits++] - '0') * scale;
            scale /= 10;
        }

        text = text[digits..];
        return digits > 0;
    }

    private static bool TryZone(ref ReadOnlySpan<byte> text, out int minutes, out bool hasZone)
    {
        hasZone = ZoneOffset.TryRead(text, out minutes, out var length);
        text = text[length..];
        return hasZone;
    }
}
