using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Exporters.Logs.Records;

namespace Exporters.Logs.Framing;

/// <summary>What a line may hold on its way out: valid UTF-8 without NUL.</summary>
internal static class LineText
{
    /// <summary>Whether there is nothing but blanks.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IsEmpty || (text[0] <= ' ' && !text.ContainsAnyExcept(Blanks));

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    [MethodImpl(HotPath.Compile)]
    public static bool IsClean(ReadOnlySpan<byte> text) => !text.Contains((byte)0) && Utf8.IsValid(text);

    /// <summary>Writes the text with U+FFFD for each NUL and each maximal invalid part; <paramref name="target"/> has three times its room.</summary>
    public static int Repair(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done && rune.Value != 0;
            var source = valid ? text[..length] : Replacement;
            source.CopyTo(target[written..]);
            written += source.Length;
            text = text[length..];
        }

        return written;
    }

    /// <summary>The text without a character that a cut went through.</summary>
    public static ReadOnlySpan<byte> TrimPartialCharacter(ReadOnlySpan<byte> text)
    {
        var last = text.Length - 1;
        for (var back = 0; back < 4 && last - back >= 0; back++)
        {
            var lead = text[last - back];
            if ((lead & 0xC0) != 0x80)
            {
                var needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
                return needed > back + 1 ? text[..(last - back)] : text;
            }
        }

        return text;
    }

    private static readonly System.Buffers.SearchValues<byte> Blanks = System.Buffers.SearchValues.Create(" \t\r\n\v\f"u8);
}
