using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// What log4j, logback, Spring Boot and JBoss write after the time:
/// <c>[main] INFO  com.acme.Shop - text</c>, <c>INFO  [main] com.acme.Shop - text</c>,
/// <c>INFO 4711 --- [shop] [main] c.acme.Shop : text</c>, <c>INFO  [com.acme.Shop] (main) text</c>; and Tomcat's
/// <c>SEVERE [main] org.apache.catalina.core.StandardService.start text</c>.
/// </summary>
internal static class Log4jLine
{
    /// <summary>Reads what follows the time.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryAfterTime(ReadOnlySpan<byte> text, EntryWriter to)
    {
        text = text.TrimStart((byte)' ');
        if (Words.TryBracket(text, (byte)'[', (byte)']', out var thread, out var rest))
        {
            var level = Words.Next(rest, out rest);
            return (TryLogger(rest, " - "u8, out var logger, out var message) || TryLogger(rest, " -- "u8, out logger, out message)) && to.Level(level) && Write(to, thread, logger, message);
        }

        var word = Words.Next(text, out rest);
        if (word.Length is < 4 or > 7 || Severities.OfWord(word) == 0)
        {
            return false;
        }

        return TrySpring(word, rest, to) || TryJboss(word, rest, to) || TryThreadSecond(word, rest, to) || TryTomcat(word, rest, to);
    }

    private static bool TrySpring(ReadOnlySpan<byte> level, ReadOnlySpan<byte> text, EntryWriter to)
    {
        var process = Words.Next(text, out var rest);
        if (!Words.IsNumber(process) || !rest.StartsWith("--- "u8))
        {
            return false;
        }

        // One bracket is the thread; two are the application and the thread; three have the trace between them.
        rest = rest[4..].TrimStart((byte)' ');
        ReadOnlySpan<byte> application = default, thread = default, trace = default;
        while (Words.TryBracket(rest, (byte)'[', (byte)']', out var inside, out var after))
        {
            if (thread.IsEmpty)
            {
                thread = inside;
            }
            else if (application.IsEmpty)
            {
                application = thread;
                thread = inside;
            }
            else
            {
                trace = inside;
            }

            rest = after;
        }

        if (!TryLogger(rest, " : "u8, out var logger, out var message) || !to.Level(level))
        {
            return false;
        }

        to.Attribute("process.pid", process);
        if (!application.IsEmpty)
        {
            to.Attribute("application", application.Trim((byte)' '));
        }

        if (!trace.IsEmpty)
        {
            TraceBracket(trace.Trim((byte)' '), to);
        }

        return Write(to, thread, logger, message);
    }

    private static bool TryJboss(ReadOnlySpan<byte> level, ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (!Words.TryBracket(text, (byte)'[', (byte)']', out var logger, out var rest)
            || !Words.TryBracket(rest, (byte)'(', (byte)')', out var thread, out var message)
            || !Words.IsLoggerName(logger) || !to.Level(level))
        {
            return false;
        }

        return Write(to, thread, logger, message);
    }

    private static bool TryThreadSecond(ReadOnlySpan<byte> level, ReadOnlySpan<byte> text, EntryWriter to) =>
        Words.TryBracket(text, (byte)'[', (byte)']', out var thread, out var rest)
        && (TryLogger(rest, " - "u8, out var logger, out var message) || (TryLogger(rest, ": "u8, out logger, out message) && logger.Contains((byte)'.')))
        && to.Level(level)
        && Write(to, thread, logger, message);

    // The method that wrote the line stands before the text, with nothing between: only a name with two points is surely one.
    private static bool TryTomcat(ReadOnlySpan<byte> level, ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (!Words.TryBracket(text, (byte)'[', (byte)']', out var thread, out var rest))
        {
            return false;
        }

        var method = Words.Next(rest, out var message);
        return !message.IsEmpty && method.Count((byte)'.') >= 2 && Words.IsLoggerName(method) && to.Level(level) && Write(to, thread, method, message);
    }

    // Micrometer writes [trace-span] where the thread stands in older versions.
    private static void TraceBracket(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var dash = text.IndexOf((byte)'-');
        if (dash < 0 || !to.Trace(text[..dash]) || !to.Span(text[(dash + 1)..]))
        {
            to.Attribute("context", text);
        }
    }

    private static bool TryLogger(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, out ReadOnlySpan<byte> logger, out ReadOnlySpan<byte> message)
    {
        var end = text.IndexOf(separator);
        logger = end < 0 ? default : text[..end].Trim((byte)' ');
        message = end < 0 ? default : text[(end + separator.Length)..];
        return end > 0 && Words.IsLoggerName(logger);
    }

    private static bool Write(EntryWriter to, ReadOnlySpan<byte> thread, ReadOnlySpan<byte> logger, ReadOnlySpan<byte> message)
    {
        thread = thread.Trim((byte)' ');
        if (!thread.IsEmpty)
        {
            to.Attribute("thread.name", thread);
        }

        to.Attribute("logger", logger);
        to.Body(message);
        return true;
    }
}
