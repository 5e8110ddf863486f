using System.Buffers.Text;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Syslog. RFC 5424: <c>&lt;165&gt;1 2026-11-21T09:50:00.003Z host app 4711 ID47 [origin ip="10.0.0.1"] text</c>. RFC 3164:
/// <c>&lt;34&gt;Nov 21 09:50:00 host app[4711]: text</c>, the priority missing in files that rsyslog writes, the time in ISO form in
/// its newer default.
/// </summary>
internal static class SyslogLine
{
    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert",
        "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <summary>Takes <c>&lt;0&gt;</c> to <c>&lt;191&gt;</c> at the front of a line.</summary>
    public static bool TryPriority(ReadOnlySpan<byte> line, out int priority, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        priority = 0;
        if (line.Length < 3 || line[0] != '<' || !Utf8Parser.TryParse(line[1..], out priority, out var used) || used > 3
            || (uint)priority > 191 || line.Length <= used + 1 || line[used + 1] != '>')
        {
            return false;
        }

        rest = line[(used + 2)..];
        return true;
    }

    /// <summary>Reads what follows the priority in RFC 5424.</summary>
    public static bool TryRead5424(ReadOnlySpan<byte> text, int priority, EntryWriter to)
    {
        if (!text.StartsWith("1 "u8))
        {
            return false;
        }

        var stamp = Words.Next(text[2..], out var rest);
        var host = Words.Next(rest, out rest);
        var application = Words.Next(rest, out rest);
        var process = Words.Next(rest, out rest);
        var id = Words.Next(rest, out rest);
        if (id.IsEmpty)
        {
            return false;
        }

        if (Timestamps.TryIso(stamp, out var time, out var used) && used == stamp.Length)
        {
            to.Time(time);
        }
        else if (!stamp.SequenceEqual("-"u8))
        {
            return false;
        }

        Priority(priority, to);
        to.AttributeUnlessDash("syslog.hostname", host);
        to.AttributeUnlessDash("syslog.appname", application);
        to.AttributeUnlessDash("syslog.procid", process);
        to.AttributeUnlessDash("syslog.msgid", id);
        if (!TryStructuredData(ref rest, to))
        {
            return false;
        }

        // A byte order mark may stand before UTF-8 text.
        to.Body(rest.StartsWith("\uFEFF"u8) ? rest[3..] : rest);
        return true;
    }

    /// <summary>Reads what follows the priority in RFC 3164; <paramref name="priority"/> is negative when there was none.</summary>
    public static bool TryRead3164(ReadOnlySpan<byte> text, int priority, EntryWriter to)
    {
        if (!MonthTimes.TryMonthFirst(text, to.ReadTicks, out var time, out var used)
            && (priority < 0 || !Timestamps.TryIso(text, out time, out used)))
        {
            return false;
        }

        if (used >= text.Length || text[used] is not ((byte)' ' or (byte)':'))
        {
            return false;
        }

        var host = Words.Next(text[(used + 1)..].TrimStart((byte)' '), out var rest);
        if (!TryTag(rest, out var tag, out var process, out var message))
        {
            // No host: the tag follows the time, as in what a local daemon sends to /dev/log.
            if (priority < 0 || !TryTag(text[(used + 1)..].TrimStart((byte)' '), out tag, out process, out message))
            {
                return false;
            }

            host = default;
        }

        to.Time(time);
        if (priority >= 0)
        {
            Priority(priority, to);
        }

        to.AttributeUnlessDash("syslog.hostname", host);
        Tagged(tag, process, message, to);
        return true;
    }

    /// <summary>Reads what follows an ISO time in a file of rsyslog: <c>host app[4711]: text</c>. The process id is wanted, to tell it from prose.</summary>
    public static bool TryAfterIsoTime(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var host = Words.Next(text.TrimStart((byte)' '), out var rest);
        if (host.IsEmpty || host.SequenceEqual("-"u8) || !TryTag(rest, out var tag, out var process, out var message)
            || (process.IsEmpty && !tag.SequenceEqual("kernel"u8)))
        {
            return false;
        }

        to.Attribute("syslog.hostname", host);
        Tagged(tag, process, message, to);
        return true;
    }

    /// <summary>Severity and facility out of a priority.</summary>
    public static void Priority(int priority, EntryWriter to)
    {
        to.Level(Severities.OfSyslog(priority & 7), Severities.SyslogName(priority & 7));
        to.Attribute("syslog.facility", (object)Facilities[priority >> 3]);
    }

    private static void Tagged(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> process, ReadOnlySpan<byte> message, EntryWriter to)
    {
        to.Attribute("syslog.appname", tag);
        if (!process.IsEmpty)
        {
            to.Attribute("syslog.procid", process);
        }

        // The kernel's own clock stays in the text: it is no wall clock.
        to.Body(message);
    }

    // "sshd[4711]: text", "kernel: text"
    private static bool TryTag(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> tag, out ReadOnlySpan<byte> process, out ReadOnlySpan<byte> message)
    {
        process = message = tag = default;
        var end = text.IndexOfAny("[: "u8);
        if (end < 1 || text[end] == ' ')
        {
            return false;
        }

        tag = text[..end];
        if (text[end] == '[')
        {
            var close = text[end..].IndexOf((byte)']');
            if (close < 2 || end + close + 1 >= text.Length || text[end + close + 1] != ':')
            {
                return false;
            }

            process = text.Slice(end + 1, close - 1);
            end += close + 1;
        }

        if (end + 1 < text.Length && text[end + 1] != ' ')
        {
            return false;
        }

        message = text[Math.Min(end + 2, text.Length)..];
        return true;
    }

    // "-" or "[id name="value" …][…]"; names become id.name.
    private static bool TryStructuredData(ref ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] == '-')
        {
            text = text[1..].TrimStart((byte)' ');
            return true;
        }

        Span<byte> name = stackalloc byte[128];
        while (!text.IsEmpty && text[0] == '[')
        {
            var idEnd = text.IndexOfAny((byte)' ', (byte)']');
            if (idEnd < 2)
            {
                return false;
            }

            var id = text[1..idEnd];
            text = text[idEnd..];
            while (true)
            {
                text = text.TrimStart((byte)' ');
                if (text.IsEmpty)
                {
                    return false;
                }

                if (text[0] == ']')
                {
                    text = text[1..];
                    break;
                }

                var equals = text.IndexOf((byte)'=');
                var at = equals + 1;
                if (equals < 1 || !JsonStrings.TryTake(text, ref at, out var value, out var escaped) || id.Length + 1 + equals > name.Length)
                {
                    return false;
                }

                id.CopyTo(name);
                name[id.Length] = (byte)'.';
                text[..equals].CopyTo(name[(id.Length + 1)..]);
                to.Attribute(name[..(id.Length + 1 + equals)], Pairs.Resolve(value, escaped, to));
                text = text[at..];
            }
        }

        text = text.TrimStart((byte)' ');
        return true;
    }
}
