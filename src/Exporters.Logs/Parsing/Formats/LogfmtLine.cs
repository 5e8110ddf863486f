using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// <c>ts=2026-11-21T09:50:00Z level=info msg="request done" status=200</c>: nothing but pairs, at least two. Without <c>msg</c> the
/// body is the whole line.
/// </summary>
internal static class LogfmtLine
{
    /// <summary>Reads a line; false when something in it is no pair.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var rest = line;
        var pairs = 0;
        while (true)
        {
            rest = rest.TrimStart((byte)' ');
            if (rest.IsEmpty)
            {
                break;
            }

            if (!Pairs.TryTake(rest, to, out var pair))
            {
                return false;
            }

            FieldRoles.Take(to, pair.Field(to), pair.Resolve(to));
            rest = rest[pair.Used..];
            pairs++;
        }

        if (pairs < 2)
        {
            return false;
        }

        if (!to.HasBody || to.Overflowed)
        {
            to.Body(line);
        }

        return true;
    }
}
