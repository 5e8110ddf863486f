using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Times;

/// <summary>How far a time's zone is from UTC.</summary>
internal static class ZoneOffset
{
    /// <summary>
    /// Takes the zone right after a clock or one blank later, where there is one: <c>Z</c>, <c>+01:00</c>, <c>+0100</c>, <c>+01</c>, <c>UTC</c>
    /// and the abbreviations that mean one offset.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="used">Where the clock ends; moved past the zone.</param>
    /// <param name="ticks">Day and clock.</param>
    /// <returns>The time with or without a zone.</returns>
    [MethodImpl(HotPath.Compile)]
    public static Timestamp Take(ReadOnlySpan<byte> text, ref int used, long ticks)
    {
        var withoutZone = new Timestamp(ticks, HasZone: false, 0);
        if (used >= text.Length)
        {
            return withoutZone;
        }

        if (text[used] == 'Z' && (used + 1 == text.Length || text[used + 1] == ' '))
        {
            used++;
            return new Timestamp(ticks, HasZone: true, 0);
        }

        var at = text[used] == ' ' ? used + 1 : used;
        if (at >= text.Length)
        {
            return withoutZone;
        }

        // Prose may follow the blank: only what is plainly a zone counts there.
        if (!TryRead(text[at..], out var minutes, out var length)
            || (at > used && length == 3 && text[at] is (byte)'+' or (byte)'-')
            || (at == used && char.IsAsciiLetter((char)text[at]) && length > 1))
        {
            return withoutZone;
        }

        used = at + length;
        if (text[at] is (byte)'+' or (byte)'-')
        {
            used += ZoneNames.LengthAfterOffset(text[used..]);
        }

        return new Timestamp(ticks - minutes * TimeSpan.TicksPerMinute, HasZone: true, (short)minutes);
    }

    /// <summary>A zone: <c>Z</c>, <c>+01:00</c>, <c>+0100</c>, <c>+01</c>, or an abbreviation that means one offset.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        minutes = 0;
        length = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] is (byte)'Z' or (byte)'z' && (text.Length == 1 || !char.IsAsciiLetterOrDigit((char)text[1])))
        {
            length = 1;
            return true;
        }

        return text[0] is (byte)'+' or (byte)'-' ? TryNumericOffset(text, out minutes, out length) : ZoneNames.TryFind(text, out minutes, out length);
    }

    private static bool TryNumericOffset(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        minutes = 0;
        length = 0;
        if (text.Length < 3 || Digits.Two(text[1..]) is not (>= 0 and <= 18 and var hours))
        {
            return false;
        }

        length = 3;
        var rest = 0;
        if (text.Length >= 6 && text[3] == ':' && Digits.Two(text[4..]) is >= 0 and <= 59 and var withColon)
        {
            rest = withColon;
            length = 6;
        }
        else if (text.Length >= 5 && Digits.Two(text[3..]) is >= 0 and <= 59 and var withoutColon)
        {
            rest = withoutColon;
            length = 5;
        }

        // "+123" and "-12ms" are no offsets.
        if (length < text.Length && char.IsAsciiLetterOrDigit((char)text[length]))
        {
            length = 0;
            return false;
        }

        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
