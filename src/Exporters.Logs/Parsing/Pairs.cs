using System.Runtime.CompilerServices;

namespace Exporters.Logs.Parsing;

/// <summary><c>key=value</c> and <c>key="quoted \"value\""</c>, as logfmt writes them and as free text has them among its words.</summary>
internal static class Pairs
{
    /// <summary>Takes the pair at the front of a text.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryTake(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool escaped, out int used)
    {
        value = default;
        escaped = false;
        used = 0;
        var equals = 0;
        while (equals < text.Length && IsKey(text[equals]))
        {
            equals++;
        }

        if (equals == 0 || equals == text.Length || text[equals] != '=' || !IsKeyStart(text[0]))
        {
            key = default;
            return false;
        }

        key = text[..equals];
        var at = equals + 1;
        if (at < text.Length && text[at] == '"')
        {
            if (JsonLine.TryString(text, ref at, out value, out escaped) && (at == text.Length || text[at] is (byte)' ' or (byte)'\t' or (byte)'\n'))
            {
                used = at;
                return true;
            }

            // A quote that never closes, or text right after it: take it as it stands.
            escaped = false;
            at = equals + 1;
        }

        var end = text[at..].IndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
        value = end < 0 ? text[at..] : text.Slice(at, end);
        used = at + value.Length;
        return true;
    }

    /// <summary>A value with its escapes resolved, valid until the writer's scratch is used again.</summary>
    public static ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> value, bool escaped, EntryWriter to)
    {
        if (!escaped)
        {
            return value;
        }

        var into = to.Scratch(value.Length);
        var written = JsonLine.Unescape(value, into, out var beyondAscii);
        if (beyondAscii)
        {
            to.NotAscii();
        }

        return into[..written];
    }

    // Keys are short: a search for whole vectors takes longer to begin than this to end.
    private static bool IsKey(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'@' or (byte)'/';

    private static bool IsKeyStart(byte c) => char.IsAsciiLetter((char)c) || c is (byte)'_' or (byte)'@';
}
