using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
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

        if (!to.HasBody || to.Overflowed)
        {
            to.Body(line);
        }

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
