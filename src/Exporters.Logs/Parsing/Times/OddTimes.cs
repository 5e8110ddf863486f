namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// Times at the front of a line that one family of programs writes: <c>Sat Nov 21 09:50:00 2026</c> (OpenVPN, FreeRADIUS),
/// <c>Sat, 21 Nov 2026 09:50:00 GMT</c> (debug of Node.js), <c>Nov 21, 2026 9:50:00 AM</c> (java.util.logging),
/// <c>11/21/2026, 9:50:00 AM</c> (NestJS), <c>21/11/2026 -- 09:50:00</c> (Suricata), <c>26/11/21 09:50:00</c> (Spark),
/// <c>20261121:095000.123</c> (Zabbix), <c>261121 09:50:00</c> (Tornado).
/// </summary>
internal static class OddTimes
{
    /// <summary>A day of the week or a month at the front, with or without the year.</summary>
    public static bool TryNamed(ReadOnlySpan<byte> text, long readTicks, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 16)
        {
            return false;
        }

        if (MonthTimes.Month(text) > 0)
        {
            return TryMonthAndComma(text, out time, out used) || MonthTimes.TryMonthFirst(text, readTicks, out time, out used);
        }

        if (text[3] == ' ' && MonthTimes.Month(text[4..]) > 0 && MonthTimes.TryMonthFirst(text[4..], readTicks, out time, out used))
        {
            used += 4;
            return true;
        }

        if (text[3] == ',' && text[4] == ' ' && MonthTimes.TryDayMonth(text[5..], readTicks, out time, out used))
        {
            used += 5;
            return true;
        }

        return false;
    }

    /// <summary>Month, day and year in numbers, then a clock of twelve hours: <c>11/21/2026, 9:50:00 AM</c>.</summary>
    public static bool TryAmerican(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 20 || text[2] != '/' || text[5] != '/' || text[10] != ','
            || !Calendar.TryDate(Digits.Four(text[6..]), Digits.Two(text), Digits.Two(text[3..]), out var date)
            || !TryClockOfTwelve(text[12..], out var clock, out used))
        {
            return false;
        }

        used += 12;
        time = new Timestamp(date + clock, HasZone: false, 0);
        return true;
    }

    /// <summary>Suricata's <c>21/11/2026 -- 09:50:00</c>.</summary>
    public static bool TryDashes(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 22 || text[2] != '/' || text[5] != '/' || !text[10..].StartsWith(" -- "u8)
            || !Calendar.TryDate(Digits.Four(text[6..]), Digits.Two(text[3..]), Digits.Two(text), out var date)
            || !Calendar.TryClock(text[14..], out var clock, out used))
        {
            return false;
        }

        used += 14;
        time = new Timestamp(date + clock, HasZone: false, 0);
        return true;
    }

    /// <summary>Two digits each for year, month and day, of the last or the next year at most: <c>26/11/21 09:50:00</c>.</summary>
    public static bool TryShortYear(ReadOnlySpan<byte> text, long readTicks, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 17 || text[2] != '/' || text[5] != '/' || text[8] != ' ' || !TryDay(text, text[3..], text[6..], readTicks, out var date)
            || !Calendar.TryClock(text[9..], out var clock, out used))
        {
            return false;
        }

        used += 9;
        time = new Timestamp(date + clock, HasZone: false, 0);
        return true;
    }

    /// <summary>The digits of the day at once: <c>261121 09:50:00</c>, <c>20261121 09:50:00</c>.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, long readTicks, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        var blank = text[..Math.Min(text.Length, 9)].IndexOf((byte)' ');
        long date = 0;
        var isDay = blank switch
        {
            6 => TryDay(text, text[2..], text[4..], readTicks, out date),
            8 => Calendar.TryDate(Digits.Four(text), Digits.Two(text[4..]), Digits.Two(text[6..]), out date),
            _ => false,
        };
        if (!isDay || !Calendar.TryClock(text[(blank + 1)..], out var clock, out used))
        {
            return false;
        }

        used += blank + 1;
        time = new Timestamp(date + clock, HasZone: false, 0);
        return true;
    }

    /// <summary>Zabbix' <c>20261121:095000.123</c>.</summary>
    public static bool TryZabbix(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 20 || text[8] != ':' || text[15] != '.'
            || !Calendar.TryDate(Digits.Four(text), Digits.Two(text[4..]), Digits.Two(text[6..]), out var date)
            || Digits.Two(text[9..]) is not (>= 0 and < 24 and var hour) || Digits.Two(text[11..]) is not (>= 0 and < 60 and var minute)
            || Digits.Two(text[13..]) is not (>= 0 and < 60 and var second) || Digits.Two(text[16..]) is not (>= 0 and var hundredths)
            || Digits.One(text[18]) is not (>= 0 and var thousandth))
        {
            return false;
        }

        used = 19;
        time = new Timestamp(
            date + ((hour * 60L + minute) * 60 + second) * TimeSpan.TicksPerSecond + (hundredths * 10 + thousandth) * TimeSpan.TicksPerMillisecond,
            HasZone: false,
            0);
        return true;
    }

    /// <summary>A clock of twelve hours, with seconds or without: <c>9:50:00 AM</c>, <c>9:50AM</c>.</summary>
    public static bool TryClockOfTwelve(ReadOnlySpan<byte> text, out long clock, out int used)
    {
        clock = 0;
        used = 0;
        var colon = text[..Math.Min(text.Length, 3)].IndexOf((byte)':');
        if (colon < 1 || text.Length < colon + 5 || (colon == 1 ? Digits.One(text[0]) : Digits.Two(text)) is not (>= 0 and <= 12 and var hour)
            || Digits.Two(text[(colon + 1)..]) is not (>= 0 and < 60 and var minute))
        {
            return false;
        }

        var at = colon + 3;
        var second = 0;
        if (text[at] == ':' && text.Length > at + 4)
        {
            second = Digits.Two(text[(at + 1)..]);
            at += 3;
        }

        at += text[at] == ' ' ? 1 : 0;
        if (second is < 0 or > 59 || text.Length < at + 2 || (text[at + 1] | 0x20) != 'm' || (text[at] | 0x20) is not ('a' or 'p'))
        {
            return false;
        }

        used = at + 2;
        clock = ((hour % 12 + ((text[at] | 0x20) == 'p' ? 12 : 0)) * 60L + minute) * 60 * TimeSpan.TicksPerSecond + second * TimeSpan.TicksPerSecond;
        return true;
    }

    private static bool TryMonthAndComma(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        var comma = text[..8].IndexOf((byte)',');
        if (comma is not (5 or 6) || text.Length < comma + 14 || text[3] != ' ' || text[comma + 1] != ' ' || text[comma + 6] != ' '
            || !Calendar.TryDate(
                Digits.Four(text[(comma + 2)..]), MonthTimes.Month(text), comma == 5 ? Digits.One(text[4]) : Digits.Two(text[4..]), out var date))
        {
            return false;
        }

        var rest = text[(comma + 7)..];
        if (!TryClockOfTwelve(rest, out var clock, out used) && !Calendar.TryClock(rest, out clock, out used))
        {
            return false;
        }

        used += comma + 7;
        time = new Timestamp(date + clock, HasZone: false, 0);
        return true;
    }

    private static bool TryDay(ReadOnlySpan<byte> year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day, long readTicks, out long date)
    {
        var of = 2000 + Digits.Two(year);
        date = 0;
        return Math.Abs(of - new DateTime(readTicks).Year) <= 1 && Calendar.TryDate(of, Digits.Two(month), Digits.Two(day), out date);
    }
}
