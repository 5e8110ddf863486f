namespace Exporters.Logs.Parsing.Fields;

/// <summary>Small cuts of a line that several formats share.</summary>
internal static class Words
{
    /// <summary>The word up to the next blank, and what follows the blanks after it.</summary>
    public static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        var end = text.IndexOf((byte)' ');
        if (end < 0)
        {
            rest = default;
            return text;
        }

        rest = text[end..].TrimStart((byte)' ');
        return text[..end];
    }

    /// <summary>What stands between a bracket at the front and its partner, and what follows; false without them.</summary>
    public static bool TryBracket(ReadOnlySpan<byte> text, byte open, byte close, out ReadOnlySpan<byte> inside, out ReadOnlySpan<byte> rest)
    {
        inside = default;
        rest = text;
        if (text.Length < 2 || text[0] != open)
        {
            return false;
        }

        var end = text.IndexOf(close);
        if (end < 0 || text[..end].Contains((byte)'\n'))
        {
            return false;
        }

        inside = text[1..end];
        rest = text[(end + 1)..].TrimStart((byte)' ');
        return true;
    }

    /// <summary>Whether a text is of digits only, at least one.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Whether a text could name a logger: letters, digits and <c>. _ $ - / :</c>, a letter first.</summary>
    public static bool IsLoggerName(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]) && text[0] != '_')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'_' or (byte)'$' or (byte)'-' or (byte)'/' or (byte)':'))
            {
                return false;
            }
        }

        return true;
    }
}
