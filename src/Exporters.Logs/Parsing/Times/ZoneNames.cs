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

    // They mean several offsets; after an offset in numbers they only name it.
    private static readonly byte[][] Ambiguous =
    [
        "IST"u8.ToArray(), "BST"u8.ToArray(), "AEST"u8.ToArray(), "AEDT"u8.ToArray(), "ACST"u8.ToArray(), "ACDT"u8.ToArray(), "AWST"u8.ToArray(),
        "NZST"u8.ToArray(), "NZDT"u8.ToArray(), "HKT"u8.ToArray(), "SGT"u8.ToArray(), "PKT"u8.ToArray(), "WIB"u8.ToArray(), "SAST"u8.ToArray(),
        "EAT"u8.ToArray(), "WAT"u8.ToArray(), "CAT"u8.ToArray(), "AKST"u8.ToArray(), "AKDT"u8.ToArray(), "HST"u8.ToArray(), "AST"u8.ToArray(),
        "ADT"u8.ToArray(), "NST"u8.ToArray(), "NDT"u8.ToArray(),
    ];

    /// <summary>
    /// Bytes that a zone's name takes which repeats the offset before it, the blank included: <c> CET</c> of Go's
    /// <c>+0100 CET</c>, <c> +03</c> of its <c>+0300 +03</c>; 0 without one.
    /// </summary>
    public static int LengthAfterOffset(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != ' ')
        {
            return 0;
        }

        var name = text[1..];
        var end = name.IndexOf((byte)' ');
        name = end < 0 ? name : name[..end];
        if (name.Length == 3 && name[0] is (byte)'+' or (byte)'-' && Digits.Two(name[1..]) >= 0)
        {
            return 4;
        }

        if (name.Length is < 2 or > 4 || name[0] is < (byte)'A' or > (byte)'Z')
        {
            return 0;
        }

        if (TryFind(name, out _, out var length) && length == name.Length)
        {
            return 1 + name.Length;
        }

        foreach (var known in Ambiguous)
        {
            if (name.SequenceEqual(known))
            {
                return 1 + name.Length;
            }
        }

        return 0;
    }

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
