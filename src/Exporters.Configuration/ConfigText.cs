using System.Text;
using System.Text.Unicode;

namespace Exporters.Configuration;

/// <summary>The text of a configuration file, which is UTF-8 with or without a byte order mark.</summary>
internal static class ConfigText
{
    /// <summary>Null, with the problem and its place noted, for bytes that are no text.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string file, ConfigReport report)
    {
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var wrong = Utf8.IsValid(text) ? -1 : FirstInvalid(text);
        var nul = text.IndexOf((byte)0);
        var at = nul >= 0 && (wrong < 0 || nul < wrong) ? nul : wrong;
        if (at < 0)
        {
            return Encoding.UTF8.GetString(text);
        }

        var before = text[..at];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        report.Add(new Problem(file, line, column, "", text[at] == 0
            ? "a NUL byte, which no text has: is this the right file, and whole?"
            : $"the byte 0x{text[at]:x2} is not UTF-8; save the file in that encoding (iconv -t UTF-8)"));
        return null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
