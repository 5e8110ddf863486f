using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Times;

/// <summary>Days and clocks in ticks of 100 ns.</summary>
internal static class Calendar
{
    /// <summary>Years that a log's time may have, up to <see cref="MaxYear"/>: what lies outside is another number that looks like a time.</summary>
    public const int MinYear = 1970;

    /// <summary>The last year whose nanoseconds since 1970 fit into 64 bits.</summary>
    public const int MaxYear = 2261;

    // A day of the calendar, and in the lower half how many days it is after the first.
    private static ulong s_lastDay;

    /// <summary>Ticks of midnight; false when the calendar has no such day.</summary>
    [MethodImpl(HotPath.Compile)]
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

        var hour = text[0] == ' ' ? Digits.One(text[1]) : Digits.Two(text); // MariaDB pads it with a blank
        var minute = Digits.Two(text[3..]);
        var second = Digits.Two(text[6..]);
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 60)
        {
            return false;
        }

        // A leap second is the last tick of its minute.
        ticks = ((hour * 60L + minute) * 60 + Math.Min(second, 59)) * TimeSpan.TicksPerSecond + (second == 60 ? TimeSpan.TicksPerSecond - 1 : 0);
        used = 8;
        if (text.Length > 9 && text[8] is (byte)'.' or (byte)',' && Digits.One(text[9]) >= 0)
        {
            long scale = 1000000;
            long fraction = 0;
            var i = 9;
            for (; i < text.Length && Digits.One(text[i]) is >= 0 and var digit; i++)
            {
                fraction += digit * scale;
                scale /= 10;
            }

            ticks += second == 60 ? 0 : fraction;
            used = i;
        }

        return true;
    }
}
