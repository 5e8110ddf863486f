using System.Runtime.CompilerServices;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Exporters.Logs.Parsing;

/// <summary>
/// One JSON object (RFC 8259): <c>{"time":"…","level":"info","msg":"done","user":{"id":7}}</c>. Objects inside become dotted names
/// (<c>user.id</c>), lists stay JSON text, null is absent. Without a message field the body is the whole line.
/// </summary>
internal static class JsonLine
{
    private const int MaxDepth = 6;
    private const int MaxNameBytes = 256;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \t\r\n,}]"u8);
    private static readonly object[] SmallNumbers = [.. Enumerable.Range(0, 1024).Select(n => (object)(long)n)];
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>Reads a line; false when it is no JSON object, or one that breaks off.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var at = 0;
        Span<byte> prefix = stackalloc byte[MaxNameBytes];
        if (!TryObject(line, ref at, prefix, 0, 1, to))
        {
            return false;
        }

        SkipBlanks(line, ref at);
        if (at != line.Length)
        {
            return false;
        }

        if (!to.HasBody || to.Overflowed)
        {
            to.Body(line);
        }

        return true;
    }

    private static bool TryObject(ReadOnlySpan<byte> text, scoped ref int at, Span<byte> prefix, int prefixLength, int depth, EntryWriter to)
    {
        if (at >= text.Length || text[at] != '{')
        {
            return false;
        }

        at++;
        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '}')
        {
            at++;
            return true;
        }

        while (true)
        {
            if (!TryString(text, ref at, out var name, out var nameEscaped))
            {
                return false;
            }

            SkipBlanks(text, ref at);
            if (at >= text.Length || text[at] != ':')
            {
                return false;
            }

            at++;
            SkipBlanks(text, ref at);
            if (nameEscaped)
            {
                // Rare, and the scratch is needed for the value: a copy.
                name = Unescape(name, to).ToArray();
            }

            if (!TryValue(text, ref at, name, prefix, prefixLength, depth, to))
            {
                return false;
            }

            SkipBlanks(text, ref at);
            if (at >= text.Length)
            {
                return false;
            }

            if (text[at] == '}')
            {
                at++;
                return true;
            }

            if (text[at] != ',')
            {
                return false;
            }

            at++;
            SkipBlanks(text, ref at);
        }
    }

    private static bool TryValue(
        ReadOnlySpan<byte> text, scoped ref int at, ReadOnlySpan<byte> name, Span<byte> prefix, int prefixLength, int depth, EntryWriter to)
    {
        if (at >= text.Length)
        {
            return false;
        }

        var length = prefixLength;
        if (prefixLength > 0)
        {
            // The name with what it stands in: "user." + "id".
            if (prefixLength + name.Length > prefix.Length)
            {
                length = prefix.Length;
                name[..(prefix.Length - prefixLength)].CopyTo(prefix[prefixLength..]);
            }
            else
            {
                name.CopyTo(prefix[prefixLength..]);
                length = prefixLength + name.Length;
            }

            name = prefix[..length];
        }

        switch (text[at])
        {
            case (byte)'"':
                if (!TryString(text, ref at, out var value, out var escaped))
                {
                    return false;
                }

                Take(to, name, escaped ? Unescape(value, to) : value);
                return true;
            case (byte)'{' when depth < MaxDepth && name.Length < MaxNameBytes - 1:
                if (prefixLength == 0)
                {
                    name.CopyTo(prefix);
                    length = name.Length;
                }

                prefix[length] = (byte)'.';
                return TryObject(text, ref at, prefix, length + 1, depth + 1, to);
            case (byte)'{' or (byte)'[':
                var start = at;
                if (!TrySkip(text, ref at))
                {
                    return false;
                }

                to.Attribute(name, text[start..at]);
                return true;
            default:
                var end = text[at..].IndexOfAny(TokenEnds);
                var token = end < 0 ? text[at..] : text.Slice(at, end);
                at += token.Length;
                return TryToken(token, name, to);
        }
    }

    private static void Take(EntryWriter to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var field = to.Field(name);
        switch (field.Role)
        {
            case FieldRole.Template when !to.HasBody:
                to.Body(value);
                return;
            case FieldRole.None or FieldRole.Template:
                to.Attribute(field, value);
                return;
            default:
                FieldRoles.Take(to, field, value);
                return;
        }
    }

    private static bool TryToken(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name, EntryWriter to)
    {
        if (token.IsEmpty)
        {
            return false;
        }

        switch (token[0])
        {
            case (byte)'t' when token.SequenceEqual("true"u8):
                to.Attribute(to.Field(name), True);
                return true;
            case (byte)'f' when token.SequenceEqual("false"u8):
                to.Attribute(to.Field(name), False);
                return true;
            case (byte)'n':
                return token.SequenceEqual("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return TryNumber(token, name, to);
            default:
                return false;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name, EntryWriter to)
    {
        var field = to.Field(name);
        if (field.Role == FieldRole.Time && !to.HasTime && Timestamps.TryEpoch(token, out var time))
        {
            to.Time(time);
            return true;
        }

        if (Utf8Parser.TryParse(token, out long whole, out var used) && used == token.Length)
        {
            if (field.Role == FieldRole.Level && !to.HasLevel && Severities.OfNumber(whole) is not 0 and var severity)
            {
                to.Level(severity, whole.ToString(CultureInfo.InvariantCulture));
                return true;
            }

            to.Attribute(field, (ulong)whole < (ulong)SmallNumbers.Length ? SmallNumbers[whole] : whole);
            return true;
        }

        if (!Utf8Parser.TryParse(token, out double number, out used) || used != token.Length || !double.IsFinite(number))
        {
            return false;
        }

        // An integer too large for 64 bits keeps its digits as a text.
        if (token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            to.Attribute(field, token);
        }
        else
        {
            to.Attribute(field, number);
        }

        return true;
    }

    /// <summary>Takes a string between its quotes, escapes untouched.</summary>
    [MethodImpl(HotPath.Compile)]
    internal static bool TryString(ReadOnlySpan<byte> text, scoped ref int at, out ReadOnlySpan<byte> value, out bool escaped)
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
            var next = text[at..].IndexOfAny(StringEnds);
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
    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, EntryWriter to)
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
    internal static int Unescape(ReadOnlySpan<byte> text, Span<byte> into, out bool beyondAscii)
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

    /// <summary>Goes past a list or an object, whatever is inside, as long as its brackets balance.</summary>
    internal static bool TrySkip(ReadOnlySpan<byte> text, scoped ref int at)
    {
        var open = 0;
        while (true)
        {
            var next = text[at..].IndexOfAny(Brackets);
            if (next < 0)
            {
                return false;
            }

            at += next;
            switch (text[at])
            {
                case (byte)'"':
                    if (!TryString(text, ref at, out _, out _))
                    {
                        return false;
                    }

                    continue;
                case (byte)'{' or (byte)'[':
                    open++;
                    break;
                default:
                    open--;
                    break;
            }

            at++;
            if (open <= 0)
            {
                return open == 0;
            }
        }
    }

    private static void SkipBlanks(ReadOnlySpan<byte> text, scoped ref int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }
    }
}
