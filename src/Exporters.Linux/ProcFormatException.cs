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
        : base($"{source}{(line > 0 ? $":{line}" : "")}: expected {expected}, got \"{Show(text)}\"")
    {
    }

    private static string Show(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text.Length > ShownBytes ? text[..ShownBytes] : text);
        return string.Concat(shown.Select(c => char.IsControl(c) ? '.' : c)) + (text.Length > ShownBytes ? "…" : "");
    }
}
