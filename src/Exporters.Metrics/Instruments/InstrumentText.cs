using System.Text;

namespace Exporters.Metrics.Instruments;

/// <summary>
/// Takes text 0.0.4 apart as prometheus-net writes it: for each family <c># HELP</c>, <c># TYPE</c> and its samples. Newlines in label
/// values are escaped there, so a line that begins with <c># HELP</c> begins a family.
/// </summary>
internal static class InstrumentText
{
    /// <summary>Takes the first family off the text; families without samples are passed over. False at the end.</summary>
    /// <param name="text">The text, which begins with a family; afterwards what follows.</param>
    /// <param name="name">The family's name.</param>
    /// <param name="lines">Its sample lines, each with its newline.</param>
    public static bool NextFamily(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> lines)
    {
        while (!text.IsEmpty)
        {
            var next = text.IndexOf("\n# HELP "u8);
            var family = text[..(next < 0 ? text.Length : next + 1)];
            text = text[family.Length..];
            var help = FirstLine(family);
            lines = family[help.Length..];
            var type = FirstLine(lines);
            if (!help.StartsWith("# HELP "u8) || !type.StartsWith("# TYPE "u8))
            {
                throw new FormatException($"instruments: no header before \"{Encoding.UTF8.GetString(family)}\"");
            }

            lines = lines[type.Length..];
            if (!lines.IsEmpty)
            {
                name = help["# HELP "u8.Length..];
                name = name[..name.IndexOf((byte)' ')];
                return true;
            }
        }

        name = lines = default;
        return false;
    }

    /// <summary>
    /// Takes the first series off the lines of a histogram, which prometheus-net writes as sum, count and buckets. False at the end.
    /// </summary>
    /// <param name="lines">The family's lines; afterwards what follows.</param>
    /// <param name="totals">The lines of sum and count.</param>
    /// <param name="buckets">The lines of the buckets, the lowest first.</param>
    public static bool NextHistogram(ref ReadOnlySpan<byte> lines, out ReadOnlySpan<byte> totals, out ReadOnlySpan<byte> buckets)
    {
        var series = lines;
        var sum = FirstLine(series);
        totals = series[..(sum.Length + FirstLine(series[sum.Length..]).Length)];
        lines = lines[totals.Length..];
        buckets = lines;
        while (!lines.IsEmpty && HasPart(lines, "_bucket"u8))
        {
            lines = lines[FirstLine(lines).Length..];
        }

        buckets = buckets[..^lines.Length];
        return !totals.IsEmpty;
    }

    private static bool HasPart(ReadOnlySpan<byte> line, ReadOnlySpan<byte> part) => line[..line.IndexOfAny((byte)'{', (byte)' ')].EndsWith(part);

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text) => text[..(text.IndexOf((byte)'\n') + 1)];
}
