using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// <c>ts=2026-11-21T09:50:00Z level=info msg="request done" status=200</c>: nothing but pairs, at least two. A bare word among them is
/// a key with an empty value where one of the pairs is the line's level or time: else the line may as well be prose. Without
/// <c>msg</c> the body is the whole line.
/// </summary>
internal static class LogfmtLine
{
    /// <summary>Reads a line; false when something in it is no pair.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var rest = line;
        var pairs = 0;
        var hasBareWord = false;
        while (true)
        {
            rest = rest.TrimStart((byte)' ');
            if (rest.IsEmpty)
            {
                break;
            }

            if (!Pairs.TryTake(rest, to, out var pair))
            {
                if (pairs == 0 || !TryBareWord(rest, to, out var used))
                {
                    return false;
                }

                hasBareWord = true;
                rest = rest[used..];
                continue;
            }

            FieldRoles.Take(to, pair.Field(to), pair.Resolve(to));
            rest = rest[pair.Used..];
            pairs++;
        }

        if (pairs < 2 || (hasBareWord && !to.HasLevel && !to.HasTime))
        {
            return false;
        }

        if (!to.HasBody || to.Overflowed || (!to.HasTime && TryAudit(line, to)))
        {
            to.Body(line);
        }

        return true;
    }

    // The kernel's audit: "type=SYSCALL msg=audit(1795254600.123:42): arch=…", seconds since 1970 and the event's number.
    private static bool TryAudit(ReadOnlySpan<byte> line, EntryWriter to)
    {
        const int Longest = 64; // what stands before the time is the type, and the node's name at times
        if (line[..Math.Min(line.Length, Longest)].IndexOf("msg=audit("u8) is not (>= 0 and var start))
        {
            return false;
        }

        var text = line[(start + 10)..];
        var colon = text.IndexOf((byte)':');
        if (colon < 0 || !EpochTime.TryRead(text[..colon], out var time))
        {
            return false;
        }

        to.Time(time);
        return true;
    }

    private static bool TryBareWord(ReadOnlySpan<byte> text, EntryWriter to, out int used)
    {
        used = 0;
        while (used < text.Length && FieldName.IsKeyByte(text[used]))
        {
            used++;
        }

        if (used == 0 || !FieldName.IsKeyStart(text[0]) || (used < text.Length && text[used] != ' '))
        {
            return false;
        }

        to.Attribute(text[..used], ""u8);
        return true;
    }
}
