using System.Globalization;
using System.Text;

namespace Exporters.Probes.Cel;

/// <summary>Takes an expression apart into words, after the lexis of the language's specification.</summary>
internal static class CelLexer
{
    private static readonly string[] Signs =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    /// <summary>The words, the end last.</summary>
    /// <exception cref="CelException">Something is no word.</exception>
    public static List<CelToken> Read(string text)
    {
        var tokens = new List<CelToken>();
        var at = 0;
        while (true)
        {
            at = SkipBlanks(text, at);
            if (at == text.Length)
            {
                tokens.Add(new CelToken(CelTokenKind.End, "", null, at));
                return tokens;
            }

            var token = Next(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith("//"))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static CelToken Next(string text, int at)
    {
        var c = text[at];
        if (c is '"' or '\'' || (c is 'r' or 'R' && at + 1 < text.Length && text[at + 1] is '"' or '\''))
        {
            return String(text, at);
        }

        if (c is 'b' or 'B' && at + 1 < text.Length && text[at + 1] is '"' or '\'')
        {
            throw new CelException(at, "bytes are not supported");
        }

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return Number(text, at);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return new CelToken(CelTokenKind.Name, text[at..end], null, at);
        }

        foreach (var sign in Signs)
        {
            if (text.AsSpan(at).StartsWith(sign))
            {
                return new CelToken(CelTokenKind.Sign, sign, null, at);
            }
        }

        throw new CelException(at, $"'{c}' belongs to nothing");
    }

    private static CelToken Number(string text, int at)
    {
        var end = at;
        if (text.AsSpan(at).StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            end += 2;
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
            {
                end++;
            }

            return Whole(text, at, end, text.AsSpan(at + 2, end - at - 2), NumberStyles.AllowHexSpecifier);
        }

        end = Digits(text, at);
        var isDouble = end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]);
        if (isDouble)
        {
            end = Digits(text, end + 1);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (Digits(text, exponent) > exponent)
            {
                (isDouble, end) = (true, Digits(text, exponent));
            }
        }

        return isDouble
            ? new CelToken(CelTokenKind.Literal, text[at..end], double.Parse(text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture), at)
            : Whole(text, at, end, text.AsSpan(at, end - at), NumberStyles.None);
    }

    private static CelToken Whole(string text, int at, int end, ReadOnlySpan<char> digits, NumberStyles style)
    {
        // One more than the greatest int may follow a minus sign.
        var isUnsigned = end < text.Length && text[end] is 'u' or 'U';
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) || (!isUnsigned && value > (ulong)long.MaxValue + 1))
        {
            throw new CelException(at, $"{text[at..end]} is no number, or too great");
        }

        return isUnsigned
            ? new CelToken(CelTokenKind.Literal, text[at..(end + 1)], value, at)
            : new CelToken(CelTokenKind.Literal, text[at..end], value > long.MaxValue ? value : (long)value, at);
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static CelToken String(string text, int at)
    {
        var isRaw = text[at] is 'r' or 'R';
        var start = isRaw ? at + 1 : at;
        var quote = text.AsSpan(start).StartsWith("\"\"\"") ? "\"\"\"" : text.AsSpan(start).StartsWith("'''") ? "'''" : text[start].ToString();
        var value = new StringBuilder();
        for (var i = start + quote.Length; i < text.Length;)
        {
            if (text.AsSpan(i).StartsWith(quote))
            {
                return new CelToken(CelTokenKind.Literal, text[at..(i + quote.Length)], value.ToString(), at);
            }

            if (quote.Length == 1 && text[i] is '\n' or '\r')
            {
                break;
            }

            if (text[i] == '\\' && !isRaw)
            {
                i = Escape(text, i, value);
            }
            else
            {
                value.Append(text[i++]);
            }
        }

        throw new CelException(at, "this text has no end");
    }

    private static int Escape(string text, int at, StringBuilder value)
    {
        var c = at + 1 < text.Length ? text[at + 1] : '\0';
        var plain = c switch
        {
            'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', '\\' or '"' or '\'' or '`' or '?' => c, _ => '\0',
        };
        if (plain != '\0')
        {
            value.Append(plain);
            return at + 2;
        }

        var (from, count, style) = c switch
        {
            'x' or 'X' => (at + 2, 2, NumberStyles.AllowHexSpecifier),
            'u' => (at + 2, 4, NumberStyles.AllowHexSpecifier),
            'U' => (at + 2, 8, NumberStyles.AllowHexSpecifier),
            _ => (at + 1, 3, NumberStyles.None),
        };
        if (from + count <= text.Length && Code(text.AsSpan(from, count), style) is { } code && Rune.IsValid(code))
        {
            value.Append(new Rune(code));
            return from + count;
        }

        throw new CelException(at, "no such escape in a text");
    }

    private static uint? Code(ReadOnlySpan<char> digits, NumberStyles style)
    {
        if (style != NumberStyles.None)
        {
            return uint.TryParse(digits, style, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        }

        return digits is [>= '0' and <= '3', >= '0' and <= '7', >= '0' and <= '7']
            ? (uint)(((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + digits[2] - '0')
            : null;
    }
}
