using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// Times as logs write them. Each reader takes the front of a text, says how many bytes the time took, and returns false on
/// anything else. Fractions beyond 100 ns are cut.
/// </summary>
internal static class Timestamps
{
    /// <summary>
    /// ISO 8601 and its relatives: <c>2026-11-21T09:50:00.123456Z</c>, <c>2026-11-21 09:50:00,123 +0100</c>,
    /// <c>2026/11/21 09:50:00</c>, <c>2026.11.21 09:50:00</c>, <c>2026-11-21 09:50:00 CET</c>.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryIso(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 19
            || text[4] is not ((byte)'-' or (byte)'/' or (byte)'.') || text[7] != text[4]
            || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t' or (byte)'_')
            || !Calendar.TryDate(Digits.Four(text), Digits.Two(text[5..]), Digits.Two(text[8..]), out var date)
            || !Calendar.TryClock(text[11..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 11 + clockUsed;
        time = ZoneOffset.Take(text, ref used, date + Halved(text, ref used, clock));
        return true;
    }

    /// <summary>The clock, where AM or PM follows it, of twelve hours.</summary>
    private static long Halved(ReadOnlySpan<byte> text, ref int used, long clock)
    {
        var rest = text[used..];
        if (rest.Length < 3 || rest[0] != ' ' || (rest[2] | 0x20) != 'm' || (rest[1] | 0x20) is not ('a' or 'p') || (rest.Length > 3 && rest[3] != ' '))
        {
            return clock;
        }

        var half = 12 * TimeSpan.TicksPerHour;
        var isFirstHour = clock >= half && clock < half + TimeSpan.TicksPerHour;
        if (clock >= half && !isFirstHour)
        {
            return clock; // of twenty-four hours after all
        }

        used += 3;
        return (isFirstHour ? clock - half : clock) + ((rest[1] | 0x20) == 'p' ? half : 0);
    }

    /// <summary>The access log's <c>21/Nov/2026:09:50:00 +0100</c>; Flask and Django have a blank before the clock.</summary>
    public static bool TryAccess(ReadOnlySpan<byte> text, out Timestamp time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 20 || text[2] != '/' || text[6] != '/' || text[11] is not ((byte)':' or (byte)' ')
            || !Calendar.TryDate(Digits.Four(text[7..]), MonthTimes.Month(text[3..]), Digits.Two(text), out var date)
            || !Calendar.TryClock(text[12..], out var clock, out var clockUsed))
        {
            return false;
        }

        used = 12 + clockUsed;
        time = ZoneOffset.Take(text, ref used, date + clock);
        return true;
    }

    /// <summary>A whole text that is a time in any of the forms above.</summary>
    public static bool TryAny(ReadOnlySpan<byte> text, long readTicks, out Timestamp time)
    {
        text = text.Trim((byte)' ');
        return (TryIso(text, out time, out var used) && used == text.Length)
            || EpochTime.TryRead(text, out time)
            || (TryAccess(text, out time, out used) && used == text.Length)
            || (MonthTimes.TryMonthFirst(text, readTicks, out time, out used) && used == text.Length)
            || (MonthTimes.TryDayMonth(text, readTicks, out time, out used) && used == text.Length)
            || (MonthTimes.TryDayFirst(text, readTicks, out time));
    }
}
