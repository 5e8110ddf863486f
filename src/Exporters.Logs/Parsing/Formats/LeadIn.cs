using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// What stands before the level: brackets with a process, a thread or a logger (<c>[7] [INFO] text</c>, <c>[1][warning][main] text</c>,
/// <c>{a.py:1} WARNING - text</c>), a number (<c>7 ERROR logger text</c>), a name (<c>general: error: text</c>,
/// <c>shop.WARNING: text</c>), or the level as a letter (<c>E NETWORK  [listener] text</c>, <c>W | text</c>, <c>E! text</c>).
/// </summary>
internal static class LeadIn
{
    private const int MaxBrackets = 4;

    /// <summary>Reads up to the level and past it; false, with nothing written, when no level is where it is looked for.</summary>
    /// <param name="text">What follows the time, or the line.</param>
    /// <param name="to">The record.</param>
    /// <param name="afterTime">Whether a time was before the text. Without one, words are prose and only brackets are looked at.</param>
    /// <param name="rest">What follows the level.</param>
    public static bool TryLevel(ReadOnlySpan<byte> text, EntryWriter to, bool afterTime, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        if (text.Length < 5)
        {
            return false;
        }

        if (text[0] is (byte)'[' or (byte)'{')
        {
            return TryBrackets(text, to, out rest);
        }

        if (!afterTime)
        {
            return false;
        }

        return char.IsAsciiDigit((char)text[0])
            ? TryNumber(text, to, out rest)
            : TryLetter(text, to, out rest) || NamedLevel.TryRead(text, to, out rest);
    }

    private static bool TryBrackets(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> number = default, name = default, further = default, file = default;
        var isThread = false;
        rest = text;
        var at = text;
        for (var i = 0; i < MaxBrackets && !at.IsEmpty && at[0] is (byte)'[' or (byte)'{'; i++)
        {
            var isFile = at[0] == '{';
            if (!Words.TryBracket(at, at[0], isFile ? (byte)'}' : (byte)']', out var inside, out var after))
            {
                return false;
            }

            // "[1][warning]" and "[ 1 ] {}" hold threads, "[7] [INFO]" a process.
            isThread |= (inside.Length > 1 && inside[0] == ' ') || (number.IsEmpty && at.Length > inside.Length + 2 && at[inside.Length + 2] == '[');
            inside = inside.Trim((byte)' ');
            at = after;
            if (to.Level(inside))
            {
                rest = after;
                return Write(to, isThread, number, name, further, file);
            }

            if (isFile)
            {
                file = inside;
            }
            else if (number.IsEmpty && Words.IsNumber(inside))
            {
                number = inside;
            }
            else if (name.IsEmpty && Words.IsLoggerName(Words.Next(inside, out _)))
            {
                name = Words.Next(inside, out _);
            }
            else
            {
                further = inside;
            }

            at = at.TrimStart(" -\t:"u8);
        }

        return PlainLine.TryLevel(at, to, strict: true, out rest) && Write(to, isThread, number, name, further, file);
    }

    private static bool Write(
        EntryWriter to, bool isThread, ReadOnlySpan<byte> number, ReadOnlySpan<byte> name, ReadOnlySpan<byte> further, ReadOnlySpan<byte> file)
    {
        if (!number.IsEmpty)
        {
            to.Attribute(isThread ? "thread.id" : "process.pid", number);
        }

        if (!name.IsEmpty)
        {
            to.Attribute("logger", name);
        }

        if (!further.IsEmpty)
        {
            to.Attribute("context", further);
        }

        if (file.LastIndexOf((byte)':') is > 0 and var colon && Words.IsNumber(file[(colon + 1)..]))
        {
            to.Attribute("code.file.path", file[..colon]);
            to.Attribute("code.line.number", file[(colon + 1)..]);
        }

        return true;
    }

    // "7 ERROR nova.compute.manager [-] text" of OpenStack and Odoo, "7: error : text" of libvirt
    private static bool TryNumber(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        var word = Words.Next(text, out rest);
        var isThread = word[^1] == ':';
        var number = isThread ? word[..^1] : word;
        if (!Words.IsNumber(number) || !PlainLine.TryLevel(rest, to, strict: !isThread, out rest))
        {
            return false;
        }

        to.Attribute(isThread ? "thread.id" : "process.pid", number);
        return true;
    }

    // "I am" is prose: after the letter comes a sign, or a word in capitals and then a bracket.
    private static bool TryLetter(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        if (Severities.OfLetter(text[0]) == 0)
        {
            return false;
        }

        if (text[1] == '!')
        {
            rest = text[2..].TrimStart((byte)' ');
            return text[2] == ' ' && to.Level(text[..1]);
        }

        if (text[1] != ' ' || (text[2] is not ((byte)'|' or (byte)'[') && !IsComponent(text[2..])))
        {
            return false;
        }

        rest = text[1..].TrimStart(" |"u8);
        return to.Level(text[..1]);
    }

    private static bool IsComponent(ReadOnlySpan<byte> text)
    {
        var word = Words.Next(text, out var rest);
        return word.Length > 1 && !word.ContainsAnyExceptInRange((byte)'A', (byte)'Z') && rest.StartsWith("["u8);
    }
}
