using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Kubernetes' klog: <c>I1121 09:50:00.123456    4711 reflector.go:255] text key="value"</c>. The year is the one next to the time of
/// reading.
/// </summary>
internal static class KlogLine
{
    /// <summary>Reads a line; false when the header is not complete.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (line.Length < 24 || line[0] is not ((byte)'I' or (byte)'W' or (byte)'E' or (byte)'F') || line[5] != ' '
            || Digits.Two(line[1..]) is not (>= 1 and <= 12 and var month) || Digits.Two(line[3..]) is not (>= 1 and var day)
            || !Calendar.TryClock(line[6..], out var clock, out var used)
            || !MonthTimes.TryInferYear(month, day, clock, to.ReadTicks, out var year)
            || !Calendar.TryDate(year, month, day, out var date))
        {
            return false;
        }

        var thread = Words.Next(line[(6 + used)..].TrimStart((byte)' '), out var rest);
        var close = rest.IndexOf("] "u8);
        if (!Words.IsNumber(thread) || close < 3 || rest[..close].LastIndexOf((byte)':') is not (> 0 and var colon)
            || !Words.IsNumber(rest[(colon + 1)..close]))
        {
            return false;
        }

        to.Time(new Timestamp(date + clock, HasZone: false, 0));
        to.Level(line[..1]);
        to.Attribute("thread.id", thread);
        to.Attribute("code.file.path", rest[..colon]);
        to.Attribute("code.line.number", rest[(colon + 1)..close]);
        Message(rest[(close + 2)..], to);
        return true;
    }

    // Structured klog has a quoted message before its pairs.
    private static void Message(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var at = 0;
        if (!JsonStrings.TryTake(text, ref at, out var message, out var escaped) || (at < text.Length && text[at] != ' '))
        {
            PlainLine.Message(text, to);
            return;
        }

        PlainLine.Message(text[at..].TrimStart((byte)' '), to);
        to.Body(Pairs.Resolve(message, escaped, to));
    }
}
