using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// .NET's console loggers: <c>info: Shop.Cart[14]</c> with the message on the indented lines after it, or on the same line with
/// <c>SingleLine</c>; and the systemd formatter's <c>&lt;6&gt;Shop.Cart[14] text</c>.
/// </summary>
internal static class DotnetLine
{
    private const string Indent = "      ";

    /// <summary>Reads <c>info: Category[id]…</c>, at the front or after a time.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (text.Length < 8 || text[4] != ':' || text[5] != ' ' || Severity(text[..4]) is not (not 0 and var severity)
            || !TryCategory(text[6..], out var category, out var id, out var rest))
        {
            return false;
        }

        to.Level(severity, Utf8Interner.Values.Ascii(text[..4]));
        Write(category, id, rest, to);
        return true;
    }

    /// <summary>Reads what follows the systemd formatter's priority.</summary>
    public static bool TryAfterPriority(ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (!TryCategory(text, out var category, out var id, out var rest) || rest.IsEmpty || rest[0] != ' ')
        {
            return false;
        }

        Write(category, id, rest, to);
        return true;
    }

    private static void Write(ReadOnlySpan<byte> category, ReadOnlySpan<byte> id, ReadOnlySpan<byte> message, EntryWriter to)
    {
        to.Attribute("logger", category);
        if (!id.SequenceEqual("0"u8))
        {
            to.Attribute("event.id", id);
        }

        message = message.TrimStart(" \n"u8);
        if (message.IndexOf("\n      "u8) < 0)
        {
            to.Body(message);
            return;
        }

        // The lines after the first are indented to stand under it.
        var into = to.Scratch(message.Length);
        var written = 0;
        foreach (var range in message.Split((byte)'\n'))
        {
            var line = message[range];
            if (written > 0)
            {
                into[written++] = (byte)'\n';
            }

            line = line.StartsWith("      "u8) ? line[Indent.Length..] : line;
            line.CopyTo(into[written..]);
            written += line.Length;
        }

        to.Body(into[..written]);
    }

    private static byte Severity(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("info"u8) ? (byte)9
        : word.SequenceEqual("warn"u8) ? (byte)13
        : word.SequenceEqual("fail"u8) ? (byte)17
        : word.SequenceEqual("crit"u8) ? (byte)21
        : word.SequenceEqual("dbug"u8) ? (byte)5
        : word.SequenceEqual("trce"u8) ? (byte)1
        : (byte)0;

    private static bool TryCategory(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> category, out ReadOnlySpan<byte> id, out ReadOnlySpan<byte> rest)
    {
        id = rest = category = default;
        var open = text.IndexOfAny((byte)'[', (byte)' ', (byte)'\n');
        if (open < 1 || text[open] != '[')
        {
            return false;
        }

        var close = text[open..].IndexOf((byte)']');
        if (close < 2)
        {
            return false;
        }

        category = text[..open];
        id = text.Slice(open + 1, close - 1);
        rest = text[(open + close + 1)..];
        return Words.IsNumber(id[0] == '-' ? id[1..] : id) && category.IndexOfAny((byte)'=', (byte)'"') < 0;
    }
}
