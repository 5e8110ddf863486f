using System.Buffers;
using System.Text;

namespace Exporters.Logs.Steps;

/// <summary>
/// The shipped redactions. Each looks for a mark that is rare (an at sign, <c>://</c>, a long run of digits) and gives back the same
/// string when it is not there.
/// </summary>
internal static class Secrets
{
    private static readonly SearchValues<char> TokenLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=");

    private static readonly SearchValues<char> MailLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-");

    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \t\n\"'<>/?#");

    /// <summary>The token after <c>Bearer</c> or <c>Basic</c>, at least 8 letters long (RFC 6750).</summary>
    public static string Bearer(string text, string replacement) => Token(Token(text, "bearer ", replacement), "basic ", replacement);

    /// <summary>The password in <c>scheme://user:password@host</c>.</summary>
    public static string UrlPassword(string text, string replacement)
    {
        var from = 0;
        while (text.IndexOf("://", from, StringComparison.Ordinal) is >= 0 and var at)
        {
            from = at + 3;
            var rest = text.AsSpan(from);
            var end = rest.IndexOfAny(UrlEnds);
            var authority = end < 0 ? rest : rest[..end];
            var host = authority.LastIndexOf('@');
            var colon = host < 0 ? -1 : authority[..host].IndexOf(':');
            if (colon >= 0 && host > colon + 1)
            {
                var start = from + colon + 1;
                text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(from + host));
                from = start + replacement.Length;
            }
        }

        return text;
    }

    /// <summary>Card numbers: 13 to 19 digits, in groups with blanks or dashes or without, whose check digit is right (ISO/IEC 7812, Luhn).</summary>
    public static string Card(string text, string replacement)
    {
        StringBuilder? redacted = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                continue;
            }

            var end = EndOfNumber(text, i, out var digits);
            if (digits is >= 13 and <= 19 && IsLuhn(text.AsSpan(i, end - i)))
            {
                redacted ??= new StringBuilder(text.Length);
                redacted.Append(text, copied, i - copied).Append(replacement);
                copied = end;
            }

            i = end - 1;
        }

        return redacted is null ? text : redacted.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>E-mail addresses.</summary>
    public static string Email(string text, string replacement)
    {
        var from = 0;
        while (text.IndexOf('@', from) is >= 0 and var at)
        {
            from = at + 1;
            var start = at;
            while (start > 0 && MailLetters.Contains(text[start - 1]))
            {
                start--;
            }

            var end = at + 1;
            var dot = -1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.'))
            {
                dot = text[end] == '.' && end + 1 < text.Length && char.IsAsciiLetter(text[end + 1]) ? end : dot;
                end++;
            }

            // "user=ann@shop.example" names a field before the address.
            if (text.AsSpan(start, at - start).LastIndexOf('=') is >= 0 and var equals)
            {
                start += equals + 1;
            }

            if (start < at && dot > at + 1)
            {
                end = text[end - 1] == '.' ? end - 1 : end;
                text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(end));
                from = start + replacement.Length;
            }
        }

        return text;
    }

    private static string Token(string text, string scheme, string replacement)
    {
        var from = 0;
        while (text.IndexOf(scheme, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var start = at + scheme.Length;
            from = start;
            var rest = text.AsSpan(start);
            var end = rest.IndexOfAnyExcept(TokenLetters);
            var length = end < 0 ? rest.Length : end;
            if (length >= 8 && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])))
            {
                text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(start + length));
                from = start + replacement.Length;
            }
        }

        return text;
    }

    private static int EndOfNumber(string text, int start, out int digits)
    {
        digits = 0;
        var i = start;
        var end = start;
        while (i < text.Length && digits <= 19)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits++;
                end = ++i;
            }
            else if (text[i] is ' ' or '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
            }
            else
            {
                break;
            }
        }

        return end;
    }

    private static bool IsLuhn(ReadOnlySpan<char> number)
    {
        var sum = 0;
        var doubles = false;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(number[i]))
            {
                continue;
            }

            var digit = number[i] - '0';
            digit = doubles ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
            doubles = !doubles;
        }

        // Thirteen zeros are no card.
        return sum > 0 && sum % 10 == 0;
    }
}
