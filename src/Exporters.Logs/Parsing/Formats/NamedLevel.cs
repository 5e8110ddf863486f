using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// A level that a name goes before, after the time: <c>general: error: text</c> (BIND), <c>shop.WARNING: text</c> (Monolog),
/// <c>warning/ApiListener: text</c> (Icinga), <c>unbound[7:0] error: text</c>, <c>fail2ban.filter [7]: WARNING text</c>,
/// <c>web.go:242:run() [E] text</c> (Gitea), <c>kid1| WARNING: text</c> (Squid), <c>pid=7 tid=1a2 WARN: text</c> (Sidekiq),
/// <c>PHP Fatal error:  text</c>.
/// </summary>
internal static class NamedLevel
{
    /// <summary>Reads up to the level and past it; false, with nothing written, when the text begins otherwise.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        var word = Words.Next(text, out var after);
        rest = text;
        if (word.Length < 3 || after.IsEmpty)
        {
            return false;
        }

        return word[^1] switch
        {
            (byte)':' => TryColon(word[..^1], after, to, out rest),
            (byte)'|' => PlainLine.TryLevel(after, to, strict: true, out rest) && Logger(word[..^1], to),
            (byte)']' => TryProcess(word, after, to, out rest),
            _ when after[0] == '[' => TryBracket(word, after, to, out rest),
            _ when after[0] == '(' => TryCeph(word, after, to, out rest),
            _ when word.Contains((byte)'=') => TryPairs(text, to, out rest),
            _ => TryPhp(text, to, out rest),
        };
    }

    /// <summary>Reads PHP's own messages: <c>PHP Warning:  text</c>, <c>PHP Fatal error:  text</c>.</summary>
    public static bool TryPhp(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        if (!text.StartsWith("PHP "u8))
        {
            return false;
        }

        var colon = text.IndexOf(":  "u8);
        if (colon is < 8 or > 40)
        {
            return false;
        }

        // "Parse error", "Recoverable fatal error" and their like are errors, "Fatal error" is one of its own.
        var kind = text[4..colon];
        if (!to.Level(Words.Next(kind, out _)))
        {
            if (!kind.EndsWith("error"u8))
            {
                return false;
            }

            to.Level(17, "error");
        }

        rest = text[(colon + 3)..];
        return true;
    }

    private static bool TryColon(ReadOnlySpan<byte> name, ReadOnlySpan<byte> after, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = after;
        if (name.IndexOf((byte)'/') is > 2 and var slash && to.Level(name[..slash]))
        {
            return Logger(name[(slash + 1)..], to);
        }

        if (name.LastIndexOf((byte)'.') is > 0 and var point && name[^1] is >= (byte)'A' and <= (byte)'Z' && to.Level(name[(point + 1)..]))
        {
            return Logger(name[..point], to);
        }

        return Words.IsLoggerName(name) && TryWordAndColon(after, to, out rest) && Logger(name, to);
    }

    private static bool TryProcess(ReadOnlySpan<byte> word, ReadOnlySpan<byte> after, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = after;
        var open = word.IndexOf((byte)'[');
        return open > 0 && Words.IsLoggerName(word[..open]) && TryWordAndColon(after, to, out rest) && Logger(word, to);
    }

    private static bool TryBracket(ReadOnlySpan<byte> word, ReadOnlySpan<byte> after, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = after;
        if (!Words.TryBracket(after, (byte)'[', (byte)']', out var inside, out var text))
        {
            return false;
        }

        if (inside.Length == 1 && word.Contains((byte)':') && to.Level(inside))
        {
            rest = text;
            return Logger(word, to);
        }

        if (!Words.IsNumber(inside) || !text.StartsWith(": "u8) || !PlainLine.TryLevel(text[2..], to, strict: true, out rest))
        {
            return false;
        }

        to.Attribute("process.pid", inside);
        return Logger(word, to);
    }

    // Ceph's cluster log: "mon.a (mon.0) 7 : cluster [WRN] text"
    private static bool TryCeph(ReadOnlySpan<byte> word, ReadOnlySpan<byte> after, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        var start = after.IndexOf(" : cluster "u8);
        rest = start < 0 ? after : after[(start + 11)..];
        return start > 0 && PlainLine.TryLevel(rest, to, strict: true, out rest) && Logger(word, to);
    }

    private static bool TryPairs(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        var end = 0;
        for (var i = 0; i < 4; i++)
        {
            var word = Words.Next(rest, out var after);
            if (!word.Contains((byte)'=') || word.Contains((byte)'"'))
            {
                break;
            }

            end = text.Length - rest.Length + word.Length;
            rest = after;
        }

        if (!TryWordAndColon(rest, to, out rest))
        {
            return false;
        }

        PlainLine.Message(text[..end], to);
        return true;
    }

    // "error: text"; without the colon it may be any word of a sentence.
    private static bool TryWordAndColon(ReadOnlySpan<byte> text, EntryWriter to, out ReadOnlySpan<byte> rest)
    {
        var word = Words.Next(text, out rest);
        return word.Length > 3 && word[^1] == ':' && to.Level(word[..^1]);
    }

    private static bool Logger(ReadOnlySpan<byte> name, EntryWriter to)
    {
        to.Attribute("logger", name);
        return true;
    }
}
