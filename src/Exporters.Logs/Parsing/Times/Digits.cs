using System.Runtime.CompilerServices;

namespace Exporters.Logs.Parsing.Times;

/// <summary>Digits at the front of a text as a number.</summary>
internal static class Digits
{
    /// <summary>The value of a digit; negative when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int One(byte c) => (uint)(c - '0') <= 9 ? c - '0' : -1;

    /// <summary>The two digits at the front; negative when they are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Two(ReadOnlySpan<byte> text)
    {
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        return (uint)tens > 9 || (uint)ones > 9 ? -1 : tens * 10 + ones;
    }

    /// <summary>The four digits at the front; negative when they are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Four(ReadOnlySpan<byte> text)
    {
        var high = Two(text);
        var low = Two(text[2..]);
        return high < 0 || low < 0 ? -1 : high * 100 + low;
    }
}
