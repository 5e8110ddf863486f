using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Json;

/// <summary>JSON's strings; logfmt, access logs and syslog write theirs alike.</summary>
internal static class JsonStrings
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create("\"\\"u8);

    /// <summary>Takes a string between its quotes, escapes untouched.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryTake(ReadOnlySpan<byte> text, scoped ref int at, out ReadOnlySpan<byte> value, out bool escaped)
    {
        value = default;
        escaped = false;
        if (at >= text.Length || text[at] != '"')
        {
            return false;
        }

        var start = ++at;
        while (true)
        {
            var next = text[at..].IndexOfAny(Ends);
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (text[at] == '"')
            {
                value = text[start..at];
                at++;
                return true;
            }

            escaped = true;
            at += 2;
            if (at > text.Length)
            {
                return false;
            }
        }
    }

    /// <summary>Turns escapes into what they mean, in the writer's scratch. An escape that JSON does not know stays as it stands.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, EntryWriter to)
    {
        var into = to.Scratch(text.Length);
        var written = Unescape(text, into, out var beyondAscii);
        if (beyondAscii)
        {
            to.NotAscii();
        }

        return into[..written];
    }

    /// <summary>Turns escapes into what they mean; the result is never longer than the text.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> into, out bool beyondAscii)
    {
        beyondAscii = false;
        var written = 0;
        while (true)
        {
            var next = text.IndexOf((byte)'\\');
            if (next < 0 || next + 1 >= text.Length)
            {
                text.CopyTo(into[written..]);
                return written + text.Length;
            }

            text[..next].CopyTo(into[written..]);
            written += next;
            var escape = text[next + 1];
            text = text[(next + 2)..];
            switch (escape)
            {
                case (byte)'n':
                    into[written++] = (byte)'\n';
                    break;
                case (byte)'t':
                    into[written++] = (byte)'\t';
                    break;
                case (byte)'r':
                    into[written++] = (byte)'\r';
                    break;
                case (byte)'b':
                    into[written++] = (byte)'\b';
                    break;
                case (byte)'f':
                    into[written++] = (byte)'\f';
                    break;
                case (byte)'"' or (byte)'\\' or (byte)'/':
                    into[written++] = escape;
                    break;
                case (byte)'u' when TryHex4(text, out var unit):
                    text = text[4..];
                    var rune = new Rune('\uFFFD');
                    if (!Rune.TryCreate((char)unit, out rune))
                    {
                        rune = Rune.ReplacementChar;
                        if (text.Length >= 6 && text[0] == '\\' && text[1] == 'u' && TryHex4(text[2..], out var low)
                            && Rune.TryCreate((char)unit, (char)low, out var pair))
                        {
                            rune = pair;
                            text = text[6..];
                        }
                    }

                    beyondAscii |= !rune.IsAscii;
                    written += rune.EncodeToUtf8(into[written..]);
                    break;
                default:
                    into[written++] = (byte)'\\';
                    into[written++] = escape;
                    break;
            }
        }
    }

    private static bool TryHex4(ReadOnlySpan<byte> text, out int unit)
    {
        unit = 0;
        if (text.Length < 4)
        {
            return false;
        }

        for (var i = 0; i < 4; i++)
        {
            var c = text[i];
            var digit = c is >= (byte)'0' and <= (byte)'9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' and var letter ? letter - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            unit = unit << 4 | digit;
        }

        return true;
    }
}
