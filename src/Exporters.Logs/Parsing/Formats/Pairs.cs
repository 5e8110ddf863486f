using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary><c>key=value</c> and <c>key="quoted \"value\""</c>, as logfmt writes them and as free text has them among its words.</summary>
internal static class Pairs
{
    /// <summary>Takes the pair at the front of a text.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryTake(ReadOnlySpan<byte> text, EntryWriter to, out Pair pair)
    {
        ReadOnlySpan<byte> key = default;
        int equals;
        if (to.ExpectedField is { IsKey: true } expected && expected.Bytes.Length < text.Length && text[expected.Bytes.Length] == '='
            && text.StartsWith(expected.Bytes))
        {
            equals = expected.Bytes.Length;
        }
        else if ((equals = KeyLength(text)) > 0)
        {
            key = text[..equals];
        }
        else
        {
            pair = default;
            return false;
        }

        var at = equals + 1;
        if (at < text.Length && text[at] == '"')
        {
            if (JsonStrings.TryTake(text, ref at, out var quoted, out var escaped) && (at == text.Length || text[at] is (byte)' ' or (byte)'\t' or (byte)'\n'))
            {
                pair = new Pair(key, quoted, escaped, at);
                return true;
            }

            // A quote that never closes, or text right after it: take it as it stands.
            at = equals + 1;
        }
        else if (at < text.Length && text[at] == '\'' && SingleQuoted(text[at..]) is > 0 and var close)
        {
            pair = new Pair(key, text.Slice(at + 1, close - 1), escaped: false, at + close + 1);
            return true;
        }

        var length = WordLength(text[at..]);
        pair = new Pair(key, text.Slice(at, length), escaped: false, at + length);
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
        var written = JsonStrings.Unescape(value, into, out var beyondAscii);
        if (beyondAscii)
        {
            to.NotAscii();
        }

        return into[..written];
    }

    // Where the quote at the front closes, before a blank or the end; -1 when it does not, on this line.
    private static int SingleQuoted(ReadOnlySpan<byte> text)
    {
        var close = text[1..].IndexOfAny((byte)'\'', (byte)'\n') + 1;
        return close > 0 && text[close] == '\'' && (close + 1 == text.Length || text[close + 1] is (byte)' ' or (byte)'\t' or (byte)'\n') ? close : -1;
    }

    // Keys are short: a search for whole vectors takes longer to begin than this to end.
    private static int KeyLength(ReadOnlySpan<byte> text)
    {
        var equals = 0;
        while (equals < text.Length && FieldName.IsKeyByte(text[equals]))
        {
            equals++;
        }

        return equals == 0 || equals == text.Length || text[equals] != '=' || !FieldName.IsKeyStart(text[0]) ? 0 : equals;
    }

    // Up to a blank, a tab or a line end. Most values are short, and end within the first vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WordLength(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector128<byte>.Count)
        {
            var front = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text));
            var ends = (Vector128.Equals(front, Vector128.Create((byte)' ')) | Vector128.Equals(front, Vector128.Create((byte)'\t'))
                | Vector128.Equals(front, Vector128.Create((byte)'\n'))).ExtractMostSignificantBits();
            if (ends != 0)
            {
                return BitOperations.TrailingZeroCount(ends);
            }
        }

        var end = text.IndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
        return end < 0 ? text.Length : end;
    }
}
