namespace Exporters.Logs.Parsing.Fields;

/// <summary>Control sequences of terminals (ECMA-48), which loggers write for colours: they are no part of a line's text.</summary>
internal static class ColourCodes
{
    private const byte Escape = 0x1b;

    /// <summary>Whether a text may hold any.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text) => text.Contains(Escape);

    /// <summary>The text without them; <paramref name="room"/> must be as long as the text.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var at = text.IndexOf(Escape);
            var plain = at < 0 ? text : text[..at];
            plain.CopyTo(room[length..]);
            length += plain.Length;
            text = at < 0 ? default : text[(at + SizeOf(text[at..]))..];
        }

        return room[..length];
    }

    /// <summary>Bytes of the sequence that the text begins with: ESC [ parameters and a letter; of any other the escape alone.</summary>
    private static int SizeOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[1] != '[')
        {
            return 1;
        }

        var end = text[2..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x3f);
        return end < 0 ? text.Length : end + 3;
    }
}
