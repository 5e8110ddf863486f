using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// Redis and Valkey: <c>4711:M 21 Nov 2026 09:50:00.123 # text</c>. The letter is the role (M primary, S replica, C child, X sentinel), the
/// sign the level: <c>.</c> debug, <c>-</c> verbose, <c>*</c> notice, <c>#</c> warning.
/// </summary>
internal static class RedisLine
{
    /// <summary>Reads a line; false when its front is another.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var colon = line[..Math.Min(line.Length, 12)].IndexOf((byte)':');
        if (colon > 0 && line.Length > colon + 20 && char.IsAsciiDigit((char)line[colon + 1]))
        {
            // KeyDB has the thread between process and role.
            colon += 1 + line.Slice(colon + 1, 10).IndexOf((byte)':');
        }

        if (colon < 1 || line.Length < colon + 20 || line[colon + 2] != ' ' || line[colon + 1] is not ((byte)'M' or (byte)'S' or (byte)'C' or (byte)'X')
            || line[..colon].ContainsAnyExceptInRange((byte)'0', (byte)':') || !MonthTimes.TryDayMonth(line[(colon + 3)..], to.ReadTicks, out var time, out var used))
        {
            return false;
        }

        var rest = line[(colon + 3 + used)..];
        if (rest.Length < 3 || rest[0] != ' ' || rest[2] != ' ')
        {
            return false;
        }

        switch (rest[1])
        {
            case (byte)'.':
                to.Level(5, "debug");
                break;
            case (byte)'-':
                to.Level(5, "verbose");
                break;
            case (byte)'*':
                to.Level(10, "notice");
                break;
            case (byte)'#':
                to.Level(13, "warning");
                break;
            default:
                return false;
        }

        to.Time(time);
        var process = line[..line.IndexOf((byte)':')];
        to.Attribute("process.pid", process);
        if (process.Length < colon)
        {
            to.Attribute("thread.id", line[(process.Length + 1)..colon]);
        }

        to.Attribute("redis.role", line.Slice(colon + 1, 1));
        PlainLine.Message(rest[3..], to);
        return true;
    }
}
