namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// Zone abbreviations that mean one offset: UTC, those that RFC 822 fixes, and the European and East Asian ones that nobody else
/// uses. Ambiguous ones (IST, BST …) are left alone; such a time is read in the local zone.
/// </summary>
internal static class ZoneNames
{
    private static readonly (byte[] Name, short Minutes)[] Known =
    [
        ("UTC"u8.ToArray(), 0), ("GMT"u8.ToArray(), 0), ("UT"u8.ToArray(), 0),
        ("EST"u8.ToArray(), -300), ("EDT"u8.ToArray(), -240), ("CST"u8.ToArray(), -360), ("CDT"u8.ToArray(), -300),
        ("MST"u8.ToArray(), -420), ("MDT"u8.ToArray(), -360), ("PST"u8.ToArray(), -480), ("PDT"u8.ToArray(), -420),
        ("WET"u8.ToArray(), 0), ("WEST"u8.ToArray(), 60), ("CET"u8.ToArray(), 60), ("CEST"u8.ToArray(), 120),
        ("EET"u8.ToArray(), 120), ("EEST"u8.ToArray(), 180), ("MSK"u8.ToArray(), 180), ("JST"u8.ToArray(), 540), ("KST"u8.ToArray(), 540),
    ];

    /// <summary>The offset of the abbreviation at the front of a text, in minutes east of UTC.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        length = 0;
        minutes = 0;
        while (length < text.Length && text[length] is >= (byte)'A' and <= (byte)'Z')
        {
            length++;
        }

        // A word that goes on ("UTCfoo", "EST_1") is no zone.
        if (length is < 2 or > 4 || (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == '_')))
        {
            length = 0;
            return false;
        }

        foreach (var (name, offset) in Known)
        {
            if (text[..length].SequenceEqual(name))
            {
                minutes = offset;
                return true;
            }
        }

        length = 0;
        return false;
    }
}
