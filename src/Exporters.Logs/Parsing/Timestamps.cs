using System.Runtime.CompilerServices;
using System.Buffers.Text;

namespace Exporters.Logs.Parsing;

/// <summary>
/// Times as logs write them. Each reader takes the front of a text, says how many bytes the time took, and returns false on
/// anything else. Fractions beyond 100 ns are cut.
/// </summary>
internal static class Timestamps
{
    private const long EpochTicks = 621355968000000000;

    // Years that a log's time may have: what lies outside is another number that looks like a time.
    private const int MinYear = 1970;
    private const int MaxYear = 2261;

    // A day of the calendar, and in the lower half how many days it is after the first.
    private static ulong s_lastDay;

    /// <summary>
    /// ISO 8601 and its relatives: <c>2026-11-21T09:50:00.123456Z</c>, <c>2026-11-21 09:50:00,123 +0100</c>,
    /// <c>2026/11/21 09:50:00</c>, <c>2026-11-21 09:50:00 CET</c>.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryIso(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 19
            || text[4] is not ((byte)'-' or (byte)'/') || text[7] != text[4]
            || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t' or (byte)'_')
            || !TryDate(Digits4(text), Digits2(text[5..]), Digits2(text[8..]), out var date)
            || !TryClock(text[11..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 11 + clockUsed;
        if (used < text.Length && text[used] == 'Z' && (used + 1 == text.Length || text[used + 1] == ' '))
        {
            used++;
            time = new Timestamp(date + clock, HasZone: true, 0);
            return true;
        }

        return TryZone(text, ref used, date + clock, out time);
    }

    /// <summary>The access log's <c>21/Nov/2026:09:50:00 +0100</c>.</summary>
    public static bool TryAccess(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 20 || text[2] != '/' || text[6] != '/' || text[11] != ':'
            || !TryDate(Digits4(text[7..]), Month(text[3..]), Digits2(text), out var date)
            || !TryClock(text[12..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 12 + clockUsed;
        return TryZone(text, ref used, date + clock, out time);
    }

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

        var day = text[4] == ' ' ? Digit(text[5]) : Digits2(text[4..]);
        var at = 6;
        if (text[5] == ' ')
        {
            day = Digit(text[4]); // "Nov 1 09:…", without padding
            at = 5;
        }

        if (day < 1 || text[at] != ' ')
        {
            return false;
        }

        at++;
        var year = 0;
        if (text.Length > at + 5 && text[at + 4] == ' ' && Digits4(text[at..]) is >= MinYear and <= MaxYear and var stated)
        {
            year = stated;
            at += 5;
        }

        if (text.Length < at + 8 || !TryClock(text[at..], out var clock, out var clockUsed))
        {
            return false;
        }

        at += clockUsed;
        if (year == 0 && text.Length >= at + 5 && text[at] == ' ' && Digits4(text[(at + 1)..]) is >= MinYear and <= MaxYear and var trailing
            && (text.Length == at + 5 || !char.IsAsciiDigit((char)text[at + 5])))
        {
            year = trailing;
            at += 5;
        }

        if (year == 0 && !TryInferYear(month, day, clock, readTicks, out year))
        {
            return false;
        }

        if (!TryDate(year, month, day, out var date))
        {
            return false;
        }

        used = at;
        return TryZone(text, ref used, date + clock, out time);
    }

    /// <summary>The year that a month and day without one belongs to: the latest that is not more than a day after <paramref name="readTicks"/>.</summary>
    public static bool TryInferYear(int month, int day, long clock, long readTicks, out int year)
    {
        var latest = readTicks + TimeSpan.TicksPerDay;
        for (year = new DateTime(Math.Clamp(latest, 0, DateTime.MaxValue.Ticks)).Year; year >= MinYear; year--)
        {
            // February 29 may lie up to eight years back.
            if (TryDate(year, month, day, out var date) && date + clock <= latest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size: below 10¹¹ are seconds, and a thousand
    /// times as much each time. A fraction belongs to whatever the unit is.
    /// </summary>
    public static bool TryEpoch(ReadOnlySpan<byte> text, out Timestamp time)
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
                var digit = Digit(text[i]);
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
        if (ticks > (long)(MaxYear - MinYear) * 366 * TimeSpan.TicksPerDay)
        {
            return false;
        }

        time = new Timestamp(EpochTicks + ticks, HasZone: true, 0);
        return true;
    }

    /// <summary>A whole text that is a time in any of the forms above.</summary>
    public static bool TryAny(ReadOnlySpan<byte> text, long readTicks, out Timestamp time)
    {
        text = text.Trim((byte)' ');
        return (TryIso(text, out time, out var used) && used == text.Length)
            || TryEpoch(text, out time)
            || (TryAccess(text, out time, out used) && used == text.Length)
            || (TryMonthFirst(text, readTicks, out time, out used) && used == text.Length)
            || (TryDayFirst(text, readTicks, out time));
    }

    /// <summary><c>HH:MM:SS</c> with an optional fraction after a point or a comma, in ticks of the day.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryClock(ReadOnlySpan<byte> text, out long ticks, out int used)
    {
        ticks = 0;
        used = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':')
        {
            return false;
        }

        var hour = Digits2(text);
        var minute = Digits2(text[3..]);
        var second = Digits2(text[6..]);
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 60)
        {
            return false;
        }

        // A leap second is the last tick of its minute.
        ticks = ((hour * 60L + minute) * 60 + Math.Min(second, 59)) * TimeSpan.TicksPerSecond + (second == 60 ? TimeSpan.TicksPerSecond - 1 : 0);
        used = 8;
        if (text.Length > 9 && text[8] is (byte)'.' or (byte)',' && Digit(text[9]) >= 0)
        {
            long scale = 1000000;
            long fraction = 0;
            var i = 9;
            for (; i < text.Length && Digit(text[i]) is >= 0 and var digit; i++)
            {
                fraction += digit * scale;
                scale /= 10;
            }

            ticks += second == 60 ? 0 : fraction;
            used = i;
        }

        return true;
    }

    /// <summary>Ticks of midnight; false when the calendar has no such day.</summary>
    public static bool TryDate(int year, int month, int day, out long ticks)
    {
        if (year is < MinYear or > MaxYear || (uint)(month - 1) > 11 || (uint)(day - 1) > 30)
        {
            ticks = 0;
            return false;
        }

        // Lines come in order: the day is that of the line before, as a rule. Both halves are written at once, for threads share it.
        var key = (ulong)(uint)((year << 9) + (month << 5) + day);
        var last = Volatile.Read(ref s_lastDay);
        if (last >> 32 == key)
        {
            ticks = (uint)last * TimeSpan.TicksPerDay;
            return true;
        }

        if (day > DateTime.DaysInMonth(year, month))
        {
            ticks = 0;
            return false;
        }

        ticks = new DateTime(year, month, day).Ticks;
        Volatile.Write(ref s_lastDay, (key << 32) | (ulong)(ticks / TimeSpan.TicksPerDay));
        return true;
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

    /// <summary>The two digits at the front; negative when they are none.</summary>
    public static int Digits2(ReadOnlySpan<byte> text)
    {
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        return (uint)tens > 9 || (uint)ones > 9 ? -1 : tens * 10 + ones;
    }

    private static int Digits4(ReadOnlySpan<byte> text)
    {
        var high = Digits2(text);
        var low = Digits2(text[2..]);
        return high < 0 || low < 0 ? -1 : high * 100 + low;
    }

    private static int Digit(byte c) => (uint)(c - '0') <= 9 ? c - '0' : -1;

    // RFC 1123 "Sat, 21 Nov 2026 09:50:00 GMT" and ctime "Sat Nov 21 09:50:00 2026".
    private static bool TryDayFirst(ReadOnlySpan<byte> text, long readTicks, out Timestamp time)
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
            || !TryDate(Digits4(rest[7..]), Month(rest[3..]), Digits2(rest), out var date)
            || !TryClock(rest[12..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 12 + clockUsed;
        return TryZone(rest, ref used, date + clock, out time) && used == rest.Length;
    }

    // A zone right after the clock or one blank later: Z, +01:00, +0100, +01, UTC and the abbreviations that mean one offset.
    [MethodImpl(HotPath.Compile)]
    private static bool TryZone(ReadOnlySpan<byte> text, ref int used, long ticks, out Timestamp time)
    {
        time = new Timestamp(ticks, HasZone: false, 0);
        if (used >= text.Length)
        {
            return true;
        }

        var at = text[used] == ' ' ? used + 1 : used;
        if (at >= text.Length)
        {
            return true;
        }

        // Prose may follow the blank: only what is plainly a zone counts there.
        if (!TryOffset(text[at..], out var minutes, out var length)
            || (at > used && length == 3 && text[at] is (byte)'+' or (byte)'-')
            || (at == used && char.IsAsciiLetter((char)text[at]) && length > 1))
        {
            return true;
        }

        used = at + length;
        time = new Timestamp(ticks - minutes * TimeSpan.TicksPerMinute, HasZone: true, (short)minutes);
        return true;
    }

    /// <summary>A zone: <c>Z</c>, <c>+01:00</c>, <c>+0100</c>, <c>+01</c>, or an abbreviation that means one offset.</summary>
    public static bool TryOffset(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        minutes = 0;
        length = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] is (byte)'Z' or (byte)'z' && (text.Length == 1 || !char.IsAsciiLetterOrDigit((char)text[1])))
        {
            length = 1;
            return true;
        }

        return text[0] is (byte)'+' or (byte)'-' ? TryNumericOffset(text, out minutes, out length) : ZoneNames.TryFind(text, out minutes, out length);
    }

    private static bool TryNumericOffset(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        minutes = 0;
        length = 0;
        if (text.Length < 3 || Digits2(text[1..]) is not (>= 0 and <= 18 and var hours))
        {
            return false;
        }

        length = 3;
        var rest = 0;
        if (text.Length >= 6 && text[3] == ':' && Digits2(text[4..]) is >= 0 and <= 59 and var withColon)
        {
            rest = withColon;
            length = 6;
        }
        else if (text.Length >= 5 && Digits2(text[3..]) is >= 0 and <= 59 and var withoutColon)
        {
            rest = withoutColon;
            length = 5;
        }

        // "+123" and "-12ms" are no offsets.
        if (length < text.Length && char.IsAsciiLetterOrDigit((char)text[length]))
        {
            length = 0;
            return false;
        }

        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
