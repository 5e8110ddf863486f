using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Lines that begin with a bracket: before the time (<c>[1] 2026/11/21 09:50:00 [WRN] text</c>), around time and level
/// (<c>[2026-11-21T09:50:00Z WARN  shop::cart] text</c>, <c>[W 2026-11-21 09:50:00.123 ServerApp] text</c>, <c>[09:50:00 ERR] text</c>),
/// or before the level alone.
/// </summary>
internal static class BracketFront
{
    /// <summary>Reads a line; false when its front is none of these. What was written is then to be taken back.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!Words.TryBracket(line, (byte)'[', (byte)']', out var inside, out var rest) || inside.Length < 1)
        {
            return false;
        }

        return TryTimeInside(inside, rest, to)
            || TryLetterInside(inside.TrimStart((byte)' '), rest, to)
            || TryClockInside(inside, rest, to)
            || TryTimeAfter(inside, rest, to)
            || TryNest(inside, rest, to)
            || TryLevelAfter(line, to);
    }

    // "[2026-11-21T09:50:00Z WARN  shop::cart] text", Celery's "[2026-11-21 09:50:00,123: WARNING/MainProcess] text", Samba's
    // "[2026/11/21 09:50:00.123456,  0] …", fern's "[2026-11-21][09:50:00][shop][WARN] text"
    private static bool TryTimeInside(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        if (inside.Length == 10 && inside[4] == '-' && Calendar.TryDate(Digits.Four(inside), Digits.Two(inside[5..]), Digits.Two(inside[8..]), out var date)
            && Words.TryBracket(rest, (byte)'[', (byte)']', out var clockText, out var after) && Calendar.TryClock(clockText, out var clock, out _))
        {
            to.Time(new Timestamp(date + clock, HasZone: false, 0));
            PlainLine.AfterTime(after, to);
            return true;
        }

        if (!Timestamps.TryIso(inside, out var time, out var used))
        {
            return false;
        }

        to.Time(time);
        var more = inside[used..].TrimStart(" :,"u8);
        var end = more.IndexOfAny((byte)' ', (byte)'/');
        var word = end < 0 ? more : more[..end];
        if (to.Level(word))
        {
            var name = more[word.Length..].TrimStart(" /"u8);
            if (!name.IsEmpty)
            {
                to.Attribute("logger", name);
            }

            PlainLine.Message(rest, to);
            return true;
        }

        to.Attribute("context", more);
        PlainLine.AfterTime(rest, to);
        return true;
    }

    // Jupyter's "[W 2026-11-21 09:50:00.123 ServerApp] text", Tornado's "[E 261121 09:50:00 web:2348] text", Passenger's "[ I 2026-…"
    private static bool TryLetterInside(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        if (inside.Length < 17 || inside[1] != ' '
            || (!Timestamps.TryIso(inside[2..], out var time, out var used) && !OddTimes.TryDigits(inside[2..], to.ReadTicks, out time, out used))
            || !to.Level(inside[..1]))
        {
            return false;
        }

        to.Time(time);
        var name = inside[(2 + used)..].Trim((byte)' ');
        if (!name.IsEmpty)
        {
            to.Attribute(Words.IsLoggerName(name) ? "logger" : "context", name);
        }

        PlainLine.Message(rest.TrimStart(": "u8), to);
        return true;
    }

    // Serilog's "[09:50:00 ERR] text", Minecraft's "[09:50:00] [Server thread/WARN]: text"
    private static bool TryClockInside(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        if (!Calendar.TryClock(inside, out _, out var used))
        {
            return false;
        }

        var clock = inside[..used];
        var level = inside[used..].Trim((byte)' ');
        if (!level.IsEmpty)
        {
            if (!to.Level(level))
            {
                return false;
            }

            to.Attribute("time", clock);
            PlainLine.Message(rest, to);
            return true;
        }

        if (Words.TryBracket(rest, (byte)'[', (byte)']', out var thread, out var text) && thread.LastIndexOf((byte)'/') is > 0 and var slash
            && to.Level(thread[(slash + 1)..]))
        {
            to.Attribute("time", clock);
            to.Attribute("thread.name", thread[..slash]);
            PlainLine.Message(text.TrimStart(": "u8), to);
            return true;
        }

        return OddFront.TryAfterClock(clock, rest, to);
    }

    // "[nsqd] 2026/11/21 09:50:00.123456 ERROR: text", and Gin's "[GIN] 2026/11/21 - 09:50:00 | 200 | …"
    private static bool TryTimeAfter(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        if (!Timestamps.TryIso(rest, out var time, out var used))
        {
            if (rest.Length < 21 || rest[4] != '/' || !rest[10..].StartsWith(" - "u8)
                || !Calendar.TryDate(Digits.Four(rest), Digits.Two(rest[5..]), Digits.Two(rest[8..]), out var date)
                || !Calendar.TryClock(rest[13..], out var clock, out used))
            {
                return false;
            }

            used += 13;
            time = new Timestamp(date + clock, HasZone: false, 0);
        }

        to.Time(time);
        to.Attribute(Words.IsNumber(inside) ? "process.pid" : Words.IsLoggerName(inside) ? "logger" : "context", inside);
        PlainLine.AfterTime(rest[used..], to);
        return true;
    }

    // "[Nest] 7  - 11/21/2026, 9:50:00 AM   ERROR [ExceptionsHandler] text"
    private static bool TryNest(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        var process = Words.Next(rest, out rest);
        if (!Words.IsNumber(process) || !rest.StartsWith("- "u8) || !OddTimes.TryAmerican(rest[2..], out var time, out var used))
        {
            return false;
        }

        to.Time(time);
        to.Attribute("logger", inside);
        to.Attribute("process.pid", process);
        rest = rest[(2 + used)..].TrimStart((byte)' ');
        if (rest.StartsWith("LOG "u8))
        {
            to.Level(9, "LOG");
            PlainLine.Message(rest[4..].TrimStart((byte)' '), to);
            return true;
        }

        PlainLine.AfterTime(rest, to);
        return true;
    }

    private static bool TryLevelAfter(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!LeadIn.TryLevel(line, to, afterTime: false, out var text))
        {
            return false;
        }

        PlainLine.Message(text, to);
        return true;
    }
}
