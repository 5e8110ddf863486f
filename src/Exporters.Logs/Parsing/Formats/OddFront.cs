using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Lines whose front is that of one family of programs: a time in a form of its own, a bracket before the time or around time and
/// level, or a clock without a day. They are looked for after every common format.
/// </summary>
internal static class OddFront
{
    /// <summary>Reads a line; false when its front is none of these. What was written is then to be taken back.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (line.Length < 8)
        {
            return false;
        }

        var first = line[0];
        if (first == '[')
        {
            return BracketFront.TryRead(line, to);
        }

        if (first == ' ')
        {
            line = line.TrimStart((byte)' ');
            first = line.IsEmpty ? (byte)0 : line[0];
            return char.IsAsciiDigit((char)first) && (TryIndented(line, to) || TryDigit(line, to));
        }

        return char.IsAsciiDigit((char)first) ? TryDigit(line, to) : first == '=' ? TryErlang(line, to) : TryLetter(line, to);
    }

    /// <summary>Reads what follows a clock without a day, where a level is there: the clock stays as it was written.</summary>
    public static bool TryAfterClock(ReadOnlySpan<byte> clock, ReadOnlySpan<byte> rest, EntryWriter to)
    {
        rest = rest.TrimStart(" -|\t"u8);
        if (!PlainLine.TryLevel(rest, to, strict: false, out var text) && !LeadIn.TryLevel(rest, to, afterTime: false, out text))
        {
            return false;
        }

        to.Attribute("time", clock);
        PlainLine.Message(text, to);
        return true;
    }

    // Nomad indents its lines while it starts.
    private static bool TryIndented(ReadOnlySpan<byte> line, EntryWriter to) =>
        Timestamps.TryIso(line, out var time, out var used) && After(line[used..], time, to);

    private static bool TryDigit(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (OddTimes.TryShortYear(line, to.ReadTicks, out var time, out var used))
        {
            // Other programs have the day first: only a level shows that this is one of those with the year.
            to.Time(time);
            if (!PlainLine.TryLevel(line[used..].TrimStart((byte)' '), to, strict: true, out var rest))
            {
                return false;
            }

            PlainLine.Message(rest, to);
            return true;
        }

        if (OddTimes.TryDashes(line, out time, out used))
        {
            return After(line[used..], time, to);
        }

        if (OddTimes.TryClockOfTwelve(line, out _, out used) || Calendar.TryClock(line, out _, out used))
        {
            return TryAfterClock(line[..used], line[used..], to);
        }

        var colon = line[..Math.Min(line.Length, 12)].IndexOf((byte)':');
        if (colon < 1 || !Words.IsNumber(line[..colon]))
        {
            return false;
        }

        // Zabbix has its process first, Mosquitto seconds since 1970.
        if (OddTimes.TryZabbix(line[(colon + 1)..], out time, out used))
        {
            to.Attribute("process.pid", line[..colon]);
            return After(line[(colon + 1 + used)..], time, to);
        }

        return line.Length > colon + 1 && line[colon + 1] == ' ' && EpochTime.TryRead(line[..colon], out time) && After(line[(colon + 1)..], time, to);
    }

    private static bool TryLetter(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (OddTimes.TryNamed(line, to.ReadTicks, out var time, out var used) && used < line.Length && line[used] is (byte)' ' or (byte)':')
        {
            return After(line[used..], time, to);
        }

        if (NamedLevel.TryPhp(line, to, out var rest) || TryNpm(line, to, out rest) || TryLogrus(line, to, out rest))
        {
            PlainLine.Message(rest, to);
            return true;
        }

        return TryGlog(line, to);
    }

    // "npm ERR! text", "npm error text"
    private static bool TryNpm(ReadOnlySpan<byte> line, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = line;
        if (!line.StartsWith("npm "u8))
        {
            return false;
        }

        var word = Words.Next(line[4..], out rest);
        return to.Level(word.TrimEnd((byte)'!'));
    }

    // "WARN[0012] text key=value": the level and the seconds since the start.
    private static bool TryLogrus(ReadOnlySpan<byte> line, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = line;
        if (line[4] != '[' || !Words.TryBracket(line[4..], (byte)'[', (byte)']', out var seconds, out rest) || !Words.IsNumber(seconds)
            || line[..4].ContainsAnyExceptInRange((byte)'A', (byte)'Z') || !to.Level(line[..4]))
        {
            return false;
        }

        to.Attribute("elapsed", seconds);
        return true;
    }

    // "I20261121 09:50:00.123456     1 init.cc:70] text" of glog with the year, "W261121 09:50:00.123456 1 1@cli/start.go:123 ⋮ [n1] 1  text"
    private static bool TryGlog(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (line.Length < 24 || !OddTimes.TryDigits(line[1..], to.ReadTicks, out var time, out var used))
        {
            return false;
        }

        var thread = Words.Next(line[(1 + used)..].TrimStart((byte)' '), out var rest);
        var place = Words.Next(rest, out rest);
        place = place.EndsWith("]"u8) ? place[..^1] : place;
        place = place[(place.IndexOf((byte)'@') + 1)..];
        if (!Words.IsNumber(thread) || place.LastIndexOf((byte)':') is not (> 0 and var colon) || !Words.IsNumber(place[(colon + 1)..])
            || !to.Level(line[..1]))
        {
            return false;
        }

        to.Time(time);
        to.Attribute("thread.id", thread);
        to.Attribute("code.file.path", place[..colon]);
        to.Attribute("code.line.number", place[(colon + 1)..]);
        PlainLine.Message(rest.StartsWith("⋮ "u8) ? rest["⋮ "u8.Length..] : rest, to);
        return true;
    }

    // "=ERROR REPORT==== 21-Nov-2026::09:50:00.123456 ===": the text is in the lines below.
    private static bool TryErlang(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var end = line.IndexOf(" REPORT==== "u8);
        if (end < 4 || !to.Level(line[1..end]))
        {
            return false;
        }

        var text = line[(end + 12)..];
        if (text.Length < 21 || text[11] != ':' || text[12] != ':' || !Calendar.TryClock(text[13..], out var clock, out _)
            || !Calendar.TryDate(Digits.Four(text[7..]), MonthTimes.Month(text[3..]), text[0] == ' ' ? Digits.One(text[1]) : Digits.Two(text), out var date))
        {
            return false;
        }

        to.Time(new Timestamp(date + clock, HasZone: false, 0));
        to.Body(line);
        return true;
    }

    private static bool After(ReadOnlySpan<byte> rest, in Timestamp time, EntryWriter to)
    {
        to.Time(time);
        PlainLine.AfterTime(rest, to);
        return true;
    }
}
