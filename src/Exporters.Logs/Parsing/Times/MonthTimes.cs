namespace Exporters.Logs.Parsing.Times;

/// <summary>Times that name their month, and leave out their year at times.</summary>
internal static class MonthTimes
{
    /// <summary>
    /// RFC 3164's <c>Nov 21 09:50:00</c>, with a year after the day or after the clock where one stands there. Without one, the year
    /// is the one that brings the time next to <paramref name="readTicks"/>, at most a day after it.
    /// </summary>
    public static bool TryMonthFirst(ReadOnlySpan<byte> text, long readTicks, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        int month;
        if (text.Length < 15 || text[3] != ' ' || (month = Month(text)) < 1)
        {
            return false;
        }

        var day = text[4] == ' ' ? Digits.One(text[5]) : Digits.Two(text[4..]);
        var at = 6;
        if (text[5] == ' ')
        {
            day = Digits.One(text[4]); // "Nov 1 09:…", without padding
            at = 5;
        }

        if (day < 1 || text[at] != ' ')
        {
            return false;
        }

        at++;
        var year = 0;
        if (text.Length > at + 5 && text[at + 4] == ' ' && Digits.Four(text[at..]) is >= Calendar.MinYear and <= Calendar.MaxYear and var stated)
        {
            year = stated;
            at += 5;
        }

        if (text.Length < at + 8 || !Calendar.TryClock(text[at..], out var clock, out var clockUsed))
        {
            return false;
        }

        at += clockUsed;
        if (year == 0 && text.Length >= at + 5 && text[at] == ' ' && Digits.Four(text[(at + 1)..]) is >= Calendar.MinYear and <= Calendar.MaxYear and var trailing
            && (text.Length == at + 5 || !char.IsAsciiDigit((char)text[at + 5])))
        {
            year = trailing;
            at += 5;
        }

        if (year == 0 && !TryInferYear(month, day, clock, readTicks, out year))
        {
            return false;
        }

        if (!Calendar.TryDate(year, month, day, out var date))
        {
            return false;
        }

        used = at;
        time = ZoneOffset.Take(text, ref used, date + clock);
        return true;
    }

    /// <summary>A whole text as RFC 1123 (<c>Sat, 21 Nov 2026 09:50:00 GMT</c>) or ctime (<c>Sat Nov 21 09:50:00 2026</c>) has it.</summary>
    public static bool TryDayFirst(ReadOnlySpan<byte> text, long readTicks, out Timestamp time)
    {
        time = default;
        if (text.Length < 20 || text[3] is not ((byte)',' or (byte)' '))
        {
            return false;
        }

        var rest = text[4..].TrimStart((byte)' ');
        if (TryMonthFirst(rest, readTicks, out time, out var used))
        {
            return used == rest.Length;
        }

        if (rest.Length < 20 || rest[2] is not ((byte)' ' or (byte)'-') || rest[6] != rest[2] || rest[11] != ' '
            || !Calendar.TryDate(Digits.Four(rest[7..]), Month(rest[3..]), Digits.Two(rest), out var date)
            || !Calendar.TryClock(rest[12..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 12 + clockUsed;
        time = ZoneOffset.Take(rest, ref used, date + clock);
        return used == rest.Length;
    }

    /// <summary>
    /// The front of a text as <c>21-Nov-2026 09:50:00.123</c> (Tomcat, BIND) or <c>21 Nov 2026 09:50:00.123</c> (Redis); the older
    /// <c>21 Nov 09:50:00.123</c> of Redis gets its year by the time of reading.
    /// </summary>
    public static bool TryDayMonth(ReadOnlySpan<byte> text, long readTicks, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 15 || text[2] is not ((byte)' ' or (byte)'-') || text[6] != text[2]
            || Digits.Two(text) is not (>= 1 and var day) || Month(text[3..]) is not (>= 1 and var month))
        {
            return false;
        }

        var at = 7;
        var year = 0;
        if (text.Length >= 20 && text[11] == ' ' && Digits.Four(text[7..]) is >= Calendar.MinYear and <= Calendar.MaxYear and var stated)
        {
            year = stated;
            at = 12;
        }

        if (!Calendar.TryClock(text[at..], out var clock, out var clockUsed) || (year == 0 && !TryInferYear(month, day, clock, readTicks, out year))
            || !Calendar.TryDate(year, month, day, out var date))
        {
            return false;
        }

        used = at + clockUsed;
        time = ZoneOffset.Take(text, ref used, date + clock);
        return true;
    }

    /// <summary>The year that a month and day without one belongs to: the latest that is not more than a day after <paramref name="readTicks"/>.</summary>
    public static bool TryInferYear(int month, int day, long clock, long readTicks, out int year)
    {
        var latest = readTicks + TimeSpan.TicksPerDay;
        for (year = new DateTime(Math.Clamp(latest, 0, DateTime.MaxValue.Ticks)).Year; year >= Calendar.MinYear; year--)
        {
            // February 29 may lie up to eight years back.
            if (Calendar.TryDate(year, month, day, out var date) && date + clock <= latest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>1 to 12 for <c>Jan</c> to <c>Dec</c>, in any case; 0 for another word.</summary>
    public static int Month(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        return ((text[0] | 0x20) << 16 | (text[1] | 0x20) << 8 | (text[2] | 0x20)) switch
        {
            0x6a616e => 1,
            0x666562 => 2,
            0x6d6172 => 3,
            0x617072 => 4,
            0x6d6179 => 5,
            0x6a756e => 6,
            0x6a756c => 7,
            0x617567 => 8,
            0x736570 => 9,
            0x6f6374 => 10,
            0x6e6f76 => 11,
            0x646563 => 12,
            _ => 0,
        };
    }
}
