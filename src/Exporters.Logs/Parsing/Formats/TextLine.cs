using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Finds the format of a line from its front: which reader gets it follows from the first bytes alone, and the readers come in a
/// fixed order, so that the same line always reads the same.
/// </summary>
internal static class TextLine
{
    /// <summary>Reads any line; the last resort is a body without anything else.</summary>
    [MethodImpl(HotPath.Compile)]
    public static LineFormat Read(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (line.IsEmpty)
        {
            to.Body(line);
            return LineFormat.Plain;
        }

        var first = line[0];
        if (first == '{')
        {
            if (JsonLine.TryRead(line, to))
            {
                return LineFormat.Json;
            }

            to.Reset();
        }
        else if (first == '<')
        {
            if (Prioritised(line, to) is { } format)
            {
                return format;
            }

            to.Reset();
        }
        else if (first is >= (byte)'0' and <= (byte)'9')
        {
            if (Timestamps.TryIso(line, out var time, out var used))
            {
                return AfterTime(line[used..], time, to);
            }

            if (AccessLine.TryRead(line, to))
            {
                return LineFormat.Access;
            }

            to.Reset();
            return WithOddTime(line, to);
        }
        else if (first == '[')
        {
            if (BracketedTime(line, to) is { } format)
            {
                return format;
            }

            to.Reset();
        }
        else if (Worded(line, to) is { } format)
        {
            return format;
        }

        return OddOrPlain(line, to);
    }

    /// <summary>Reads what follows an ISO time.</summary>
    [MethodImpl(HotPath.Compile)]
    public static LineFormat AfterTime(ReadOnlySpan<byte> rest, in Timestamp time, EntryWriter to)
    {
        to.Time(time);
        if (PythonLine.TryAfterTime(rest, to))
        {
            return LineFormat.Python;
        }

        Again(time, to);
        var text = rest.TrimStart((byte)' ');
        if (Log4jLine.TryAfterTime(text, to))
        {
            return LineFormat.Log4j;
        }

        Again(time, to);
        if (DotnetLine.TryRead(text, to))
        {
            return LineFormat.Dotnet;
        }

        Again(time, to);
        if (SyslogLine.TryAfterIsoTime(rest, to))
        {
            return LineFormat.Syslog3164;
        }

        Again(time, to);
        if (DatabaseLine.TryAfterTime(text, to))
        {
            return LineFormat.Plain;
        }

        Again(time, to);
        PlainLine.AfterTime(rest, to);
        return LineFormat.Plain;
    }

    private static void Again(in Timestamp time, EntryWriter to)
    {
        if (to.HasLevel || to.HasBody)
        {
            to.Reset();
            to.Time(time);
        }
    }

    // <PRI>…: syslog of either kind, or .NET's systemd formatter.
    private static LineFormat? Prioritised(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!SyslogLine.TryPriority(line, out var priority, out var rest))
        {
            return null;
        }

        if (SyslogLine.TryRead5424(rest, priority, to))
        {
            return LineFormat.Syslog5424;
        }

        to.Reset();
        if (SyslogLine.TryRead3164(rest, priority, to))
        {
            return LineFormat.Syslog3164;
        }

        to.Reset();
        if (priority < 8)
        {
            // sd-daemon(3): a bare level before the text.
            to.Level(Severities.OfSyslog(priority), Severities.SyslogName(priority));
            if (DotnetLine.TryAfterPriority(rest, to))
            {
                return LineFormat.Dotnet;
            }

            PlainLine.Message(rest, to);
            return LineFormat.Plain;
        }

        return null;
    }

    // "[2026-11-21 09:50:00] …", "[21/Nov/2026:09:50:00 +0100] …", Apache's "[Sat Nov 21 09:50:00.123 2026] [core:error] …"
    private static LineFormat? BracketedTime(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!Words.TryBracket(line, (byte)'[', (byte)']', out var inside, out var rest) || inside.Length < 10
            || !Timestamps.TryAny(inside, to.ReadTicks, out var time))
        {
            return null;
        }

        to.Time(time);
        if (Words.TryBracket(rest, (byte)'[', (byte)']', out var module, out var after) && module.IndexOf((byte)':') is >= 0 and var colon
            && to.Level(module[(colon + 1)..]))
        {
            if (colon > 0)
            {
                to.Attribute("module", module[..colon]);
            }

            PlainLine.Message(after, to);
            return LineFormat.Plain;
        }

        return AfterTime(rest, time, to);
    }

    private static LineFormat? Worded(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (KlogLine.TryRead(line, to))
        {
            return LineFormat.Klog;
        }

        if (RubyLine.TryRead(line, to))
        {
            return LineFormat.Plain;
        }

        to.Reset();
        if (LogfmtLine.TryRead(line, to))
        {
            return LineFormat.Logfmt;
        }

        to.Reset();
        if (SyslogLine.TryRead3164(line, -1, to))
        {
            return LineFormat.Syslog3164;
        }

        to.Reset();
        if (DotnetLine.TryRead(line, to))
        {
            return LineFormat.Dotnet;
        }

        to.Reset();
        if (PythonLine.TryBare(line, to))
        {
            return LineFormat.Python;
        }

        to.Reset();
        if (AccessLine.TryRead(line, to))
        {
            return LineFormat.Access;
        }

        to.Reset();
        return null;
    }

    // "1790000000.123 …" of squid, "1.79e+09	INFO	…" of zap, "09:50:00.123 [main] INFO …" of logback, "21/Nov/2026:09:50:00 …",
    // "21-Nov-2026 09:50:00 …", Redis' process number before the time
    private static LineFormat WithOddTime(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (RedisLine.TryRead(line, to))
        {
            return LineFormat.Plain;
        }

        to.Reset();
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? line : line[..end];
        var rest = end < 0 ? default : line[end..];
        if ((EpochTime.TryRead(word, out var time) || EpochTime.TryScientific(word, out time)) && !rest.IsEmpty)
        {
            return AfterTime(rest, time, to);
        }

        if (MonthTimes.TryDayMonth(line, to.ReadTicks, out time, out var dayUsed))
        {
            return AfterTime(line[dayUsed..], time, to);
        }

        if (Timestamps.TryAccess(line, out time, out var used))
        {
            return AfterTime(line[used..], time, to);
        }

        if (Calendar.TryClock(line, out _, out used) && used < line.Length && line[used] == ' ')
        {
            // A clock without a date tells no moment: it stays as it was written.
            var clock = line[..used];
            if (Log4jLine.TryAfterTime(line[used..].TrimStart((byte)' '), to))
            {
                to.Attribute("time", clock);
                return LineFormat.Log4j;
            }

            to.Reset();
        }

        return OddOrPlain(line, to);
    }

    // A level at the front is the cheaper question, and the more frequent.
    private static LineFormat OddOrPlain(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (PlainLine.TryWhole(line, to))
        {
            return LineFormat.Plain;
        }

        if (!OddFront.TryRead(line, to))
        {
            to.Reset();
            PlainLine.Message(line, to);
        }

        return LineFormat.Plain;
    }
}
