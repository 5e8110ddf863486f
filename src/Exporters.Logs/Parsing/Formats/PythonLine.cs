using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Python's <c>logging</c>: <c>2026-11-21 09:50:00,123 - shop.cart - WARNING - text</c> as its tutorial has it, and the default
/// <c>WARNING:shop.cart:text</c>.
/// </summary>
internal static class PythonLine
{
    /// <summary>Reads what follows the time.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryAfterTime(ReadOnlySpan<byte> text, EntryWriter to)
    {
        if (!text.StartsWith(" - "u8))
        {
            return false;
        }

        text = text[3..];
        if (TryModule(text, to))
        {
            return true;
        }

        var first = text.IndexOf(" - "u8);
        if (first <= 0)
        {
            return false;
        }

        var name = text[..first];
        var rest = text[(first + 3)..];
        var second = rest.IndexOf(" - "u8);
        if (second > 0 && to.Level(rest[..second].Trim((byte)' ')))
        {
            to.Attribute("logger", name.Trim((byte)' '));
            to.Body(rest[(second + 3)..]);
            return true;
        }

        if (to.Level(name.Trim((byte)' ')))
        {
            to.Body(rest);
            return true;
        }

        return false;
    }

    // cloud-init's "util.py[WARNING]: text"
    private static bool TryModule(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var open = text[..Math.Min(text.Length, 64)].IndexOfAny((byte)'[', (byte)' ');
        if (open < 1 || text[open] != '[' || text[open..].IndexOf("]: "u8) is not (> 3 and < 12 and var length) || !to.Level(text.Slice(open + 1, length - 1)))
        {
            return false;
        }

        to.Attribute("logger", text[..open]);
        to.Body(text[(open + length + 3)..]);
        return true;
    }

    /// <summary>Reads <c>LEVEL:name:text</c>.</summary>
    public static bool TryBare(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var first = line[..Math.Min(line.Length, 9)].IndexOf((byte)':');
        if (first < 4 || line[first - 1] is < (byte)'A' or > (byte)'Z')
        {
            return false;
        }

        var rest = line[(first + 1)..];
        var second = rest.IndexOf((byte)':');
        if (second < 1 || !Words.IsLoggerName(rest[..second]) || !to.Level(line[..first]))
        {
            return false;
        }

        to.Attribute("logger", rest[..second]);
        to.Body(rest[(second + 1)..]);
        return true;
    }
}
