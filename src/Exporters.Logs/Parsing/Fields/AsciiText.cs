using System.Buffers;
using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>ASCII bytes and strings, without an encoding in between.</summary>
internal static class AsciiText
{
    private static readonly SpanAction<char, ReadOnlySpan<byte>> Widen = static (chars, bytes) => System.Text.Ascii.ToUtf16(bytes, chars, out _);

    /// <summary>The string of a text of ASCII bytes.</summary>
    [MethodImpl(HotPath.Compile)]
    public static string Create(ReadOnlySpan<byte> text) => string.Create(text.Length, text, Widen);

    /// <summary>Whether a string has just these bytes.</summary>
    public static bool Is(string known, ReadOnlySpan<byte> text) => known.Length == text.Length && System.Text.Ascii.Equals(text, known);
}
