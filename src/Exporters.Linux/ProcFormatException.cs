using System.Globalization;
using System.Text;

namespace Exporters.Linux;

/// <summary>A known field of a kernel file is not what it should be. Names the file, the line and the text.</summary>
public sealed class ProcFormatException : FormatException
{
    private const int ShownBytes = 120;

    /// <summary>Says what was expected where.</summary>
    /// <param name="source">The file as the kernel names it, <c>/proc/meminfo</c> say.</param>
    /// <param name="line">Line number from 1; 0 when the whole file is meant.</param>
    /// <param name="text">The text that was found there.</param>
    /// <param name="expected">What should stand there.</param>
    public ProcFormatException(string source, int line, ReadOnlySpan<byte> text, string expected)
        : base($"{source}{(line > 0 ? $":{line}" : "")}: expected {expected}, got \"{Show(text)}\"") => Source = source;

    /// <summary>The file, without line number: what is wrong in it may change, that something is stays the same.</summary>
    public override string? Source { get; set; }

    private static string Show(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text.Length > ShownBytes ? text[..ShownBytes] : text);
        return string.Concat(shown.Select(Show)) + (text.Length > ShownBytes ? "…" : "");
    }

    /// <summary>Characters that cannot be seen are shown by their escapes: <c>\r</c>, <c>\ufeff</c>.</summary>
    private static string Show(char c) => c switch
    {
        '\t' => "\\t",
        '\r' => "\\r",
        '\n' => "\\n",
        '\0' => "\\0",
        ' ' => " ",
        _ when char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.SpaceSeparator =>
            $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
