using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// What databases write after the time. PostgreSQL with Debian's prefix: <c>[4711] ann@shop ERROR:  text</c>; MySQL:
/// <c>0 [ERROR] [MY-010000] [Server] text</c>; MariaDB: <c>0 [Note] text</c>.
/// </summary>
internal static class DatabaseLine
{
    /// <summary>Reads what follows the time.</summary>
    public static bool TryAfterTime(ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (text.Length < 6)
        {
            return false;
        }

        return text[0] == '[' ? TryPostgres(text, to) : text[0] == ':' ? TryRds(text, to) : char.IsAsciiDigit((char)text[0]) && TryMySql(text, to);
    }

    private static bool TryPostgres(ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (!Words.TryBracket(text, (byte)'[', (byte)']', out var process, out var rest))
        {
            return false;
        }

        // "4711-1" counts the lines of the process.
        var dash = process.IndexOf((byte)'-');
        process = dash < 0 ? process : process[..dash];
        if (!Words.IsNumber(process))
        {
            return false;
        }

        ReadOnlySpan<byte> user = default, database = default;
        var word = Words.Next(rest, out var after);
        if (word.IndexOf((byte)'@') is > 0 and var at)
        {
            user = word[..at];
            database = word[(at + 1)..];
            rest = after;
        }

        var colon = rest.IndexOf(":  "u8);
        if (colon < 3 || !TryPostgresLevel(rest[..colon], to))
        {
            return false;
        }

        to.Attribute("process.pid", process);
        if (!user.IsEmpty)
        {
            to.Attribute("user.name", user);
            to.AttributeUnlessDash("db.namespace", database);
        }

        to.Body(rest[(colon + 3)..]);
        return true;
    }

    // Amazon's RDS: ":10.0.0.1(4711):ann@shop:[4712]:ERROR:  text"
    private static bool TryRds(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var open = text.IndexOf(":["u8);
        var colon = text.IndexOf(":  "u8);
        if (open < 1 || colon < open || text[open..colon].IndexOf("]:"u8) is not (> 2 and var length)
            || !TryPostgresLevel(text[(open + length + 2)..colon], to))
        {
            return false;
        }

        to.Attribute("process.pid", text.Slice(open + 2, length - 2));
        var client = text[1..open];
        if (client.LastIndexOf((byte)':') is > 0 and var end)
        {
            to.AttributeUnlessDash("client.address", client[..end]);
            client = client[(end + 1)..];
        }

        if (client.IndexOf((byte)'@') is > 0 and var at)
        {
            to.Attribute("user.name", client[..at]);
            to.AttributeUnlessDash("db.namespace", client[(at + 1)..]);
        }

        to.Body(text[(colon + 3)..]);
        return true;
    }

    // DETAIL, HINT, CONTEXT and STATEMENT belong to the message before them and have its level, which this line does not tell.
    private static bool TryPostgresLevel(ReadOnlySpan<byte> word, EntryWriter to)
    {
        if (word.SequenceEqual("LOG"u8))
        {
            to.Level(9, "LOG");
            return true;
        }

        if (word.Length == 6 && word.StartsWith("DEBUG"u8) && char.IsAsciiDigit((char)word[5]))
        {
            to.Level(5, "DEBUG");
            return true;
        }

        if (word.SequenceEqual("DETAIL"u8) || word.SequenceEqual("HINT"u8) || word.SequenceEqual("CONTEXT"u8) || word.SequenceEqual("STATEMENT"u8)
            || word.SequenceEqual("QUERY"u8) || word.SequenceEqual("LOCATION"u8))
        {
            to.Attribute("postgresql.part", word);
            return true;
        }

        return to.Level(word);
    }

    private static bool TryMySql(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var thread = Words.Next(text, out var rest);
        if (!Words.IsNumber(thread) || !Words.TryBracket(rest, (byte)'[', (byte)']', out var level, out rest) || !TryMySqlLevel(level, to))
        {
            return false;
        }

        to.Attribute("thread.id", thread);
        if (Words.TryBracket(rest, (byte)'[', (byte)']', out var code, out var after) && code.StartsWith("MY-"u8))
        {
            to.Attribute("error.code", code);
            rest = after;
            if (Words.TryBracket(rest, (byte)'[', (byte)']', out var subsystem, out after))
            {
                to.Attribute("subsystem", subsystem);
                rest = after;
            }
        }

        to.Body(rest);
        return true;
    }

    private static bool TryMySqlLevel(ReadOnlySpan<byte> word, EntryWriter to)
    {
        if (word.SequenceEqual("Note"u8) || word.SequenceEqual("System"u8))
        {
            to.Level(9, word[0] == 'N' ? "Note" : "System");
            return true;
        }

        return to.Level(word);
    }
}
