using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>Ruby's <c>Logger</c>: <c>E, [2026-11-21T09:50:00.123456 #4711] ERROR -- shop: text</c>. The name may be empty.</summary>
internal static class RubyLine
{
    /// <summary>Reads a line; false when its front is another.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        if (line.Length < 30 || line[1] != ',' || line[2] != ' ' || line[3] != '[' || !Timestamps.TryIso(line[4..], out var time, out var used))
        {
            return false;
        }

        var rest = line[(4 + used)..].TrimStart((byte)' ');
        var close = rest.IndexOf((byte)']');
        if (close < 2 || rest[0] != '#' || !Words.IsNumber(rest[1..close]))
        {
            return false;
        }

        var process = rest[1..close];
        rest = rest[(close + 1)..].TrimStart((byte)' ');
        var dashes = rest.IndexOf(" -- "u8);
        var colon = dashes < 0 ? -1 : rest[(dashes + 4)..].IndexOf(": "u8);
        if (dashes < 3 || dashes > 8 || colon < 0)
        {
            return false;
        }

        // UNKNOWN and ANY are Ruby's words for a message that is always shown.
        if (!to.Level(rest[..dashes]) && !rest[..dashes].SequenceEqual("ANY"u8) && !rest[..dashes].SequenceEqual("UNKNOWN"u8))
        {
            return false;
        }

        to.Time(time);
        to.Attribute("process.pid", process);
        var name = rest.Slice(dashes + 4, colon);
        if (!name.IsEmpty)
        {
            to.Attribute("logger", name);
        }

        PlainLine.Message(rest[(dashes + 4 + colon + 2)..], to);
        return true;
    }
}
