using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Free text: an optional level, then words, then <c>key=value</c> pairs. Pairs at the end leave the body for the attributes; pairs
/// among the words are attributes too but stay in the text, which would not read without them.
/// </summary>
internal static class PlainLine
{
    /// <summary>Reads what follows a time: <c>INFO checkout order placed user=7</c>, <c>[error] 12#0: …</c>, <c>| WARN | …</c>.</summary>
    public static void AfterTime(ReadOnlySpan<byte> text, EntryWriter to)
    {
        text = text.TrimStart(" |->:\t"u8);
        if (TryLevel(text, to, strict: false, out var rest) || LeadIn.TryLevel(text, to, afterTime: true, out rest))
        {
            text = rest;
        }

        Message(text, to);
    }

    /// <summary>Reads a line without a time: <c>ERROR: disk full</c>, <c>[info] started port=80</c>.</summary>
    public static void Whole(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!TryWhole(line, to))
        {
            Message(line, to);
        }
    }

    /// <summary>Reads a line that begins with a level, and has its time after it at times; false, with nothing written, for another.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (!TryLevel(line, to, strict: true, out var rest))
        {
            return false;
        }

        if (!rest.IsEmpty && (char.IsAsciiDigit((char)rest[0]) || rest[0] == '['))
        {
            rest = TimeAfterLevel(rest, to);
        }

        Message(rest, to);
        return true;
    }

    // "INFO  2026-11-21 09:50:00,123 text", "WARN  [2026-11-21 09:50:00,123] text", "INFO  [main] 2026-11-21 09:50:00,123 text"
    private static ReadOnlySpan<byte> TimeAfterLevel(ReadOnlySpan<byte> text, EntryWriter to)
    {
        ReadOnlySpan<byte> thread = default;
        if (Words.TryBracket(text, (byte)'[', (byte)']', out var inside, out var rest))
        {
            if (Timestamps.TryIso(inside, out var bracketed, out var length) && length == inside.Length)
            {
                to.Time(bracketed);
                return rest;
            }

            thread = inside;
        }

        if (!Timestamps.TryIso(rest, out var time, out var used))
        {
            return text;
        }

        to.Time(time);
        if (!thread.IsEmpty)
        {
            to.Attribute("thread.name", thread);
        }

        return rest[used..].TrimStart((byte)' ');
    }

    /// <summary>
    /// A level at the front, bare or in brackets, followed by a blank, a colon or a bar. Strict wants it in brackets, with a colon
    /// or in capitals, so that a sentence that begins with such a word is none.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryLevel(ReadOnlySpan<byte> text, EntryWriter to, bool strict, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        if (text.Length < 2)
        {
            return false;
        }

        if (text[0] is (byte)'[' or (byte)'<' or (byte)'(')
        {
            var close = text[0] == '[' ? (byte)']' : text[0] == '<' ? (byte)'>' : (byte)')';
            if (text[..Math.Min(text.Length, 16)].IndexOf(close) is > 1 and var end && to.Level(text[1..end].Trim((byte)' ')))
            {
                rest = AfterLevel(text[(end + 1)..]);
                return true;
            }

            return false;
        }

        var length = 0;
        var capitals = true;
        while (length < text.Length && char.IsAsciiLetter((char)text[length]))
        {
            capitals &= text[length] <= 'Z';
            length++;
        }

        if (length < 3 || length > 13)
        {
            return false;
        }

        var follower = length == text.Length ? (byte)' ' : text[length];
        if (follower is not ((byte)' ' or (byte)':' or (byte)'|' or (byte)'\t' or (byte)']') || (strict && !capitals && follower != ':')
            || !to.Level(text[..length]))
        {
            return false;
        }

        rest = AfterLevel(text[length..]);
        return true;
    }

    /// <summary>The message and its pairs.</summary>
    [MethodImpl(HotPath.Compile)]
    public static void Message(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var body = text;
        var from = 0;
        var tail = -1; // where the pairs that reach to the end begin
        while (from < text.Length)
        {
            // One pair right after the other, as a rule.
            if (tail >= 0 && text[from] == ' ' && Pairs.TryTake(text[(from + 1)..], to, out var next) && !next.Value.IsEmpty)
            {
                Take(to, next);
                from += 1 + next.Used;
                continue;
            }

            var equals = text[from..].IndexOf((byte)'=');
            if (equals < 0)
            {
                break;
            }

            equals += from;
            var start = text[from..equals].LastIndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
            start = start < 0 ? from : from + start + 1;
            if (!Pairs.TryTake(text[start..], to, out var pair) || pair.Value.IsEmpty)
            {
                tail = -1;
                from = equals + 1;
                continue;
            }

            Take(to, pair);
            if (tail < 0 || !text[from..start].Trim((byte)' ').IsEmpty)
            {
                tail = start;
            }

            from = start + pair.Used;
        }

        if (tail >= 0 && text[from..].Trim((byte)' ').IsEmpty && !to.Overflowed)
        {
            body = text[..tail].TrimEnd((byte)' ');
        }

        // A line of nothing but pairs keeps them as its text.
        to.Body(body.IsEmpty ? text : body);
    }

    // In free text only ids have a meaning of their own: "level=3" or "time=12ms" among words are plain facts.
    private static void Take(EntryWriter to, in Pair pair)
    {
        var name = pair.Field(to);
        var value = pair.Resolve(to);
        switch (name.Role)
        {
            case FieldRole.Trace when to.Trace(value):
            case FieldRole.Span when to.Span(value):
                return;
            default:
                to.Attribute(name, value);
                return;
        }
    }

    private static ReadOnlySpan<byte> AfterLevel(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" :|\t]"u8);
        return text.StartsWith("- "u8) ? text[2..] : text;
    }
}
