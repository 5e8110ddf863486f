using System.Buffers;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// Sample lines of a histogram or summary for OpenMetrics, which wants <c>le</c> and <c>quantile</c> as floats: <c>le="1.0"</c>
/// where text 0.0.4 has <c>le="1"</c>. The bound is always the last label.
/// </summary>
internal static class OpenMetricsBounds
{
    /// <summary>Writes lines of text 0.0.4, with <c>.0</c> after bounds that look like integers.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n') + 1;
            var line = lines[..end];
            lines = lines[end..];
            var close = line.LastIndexOf("\"}"u8);
            if (close >= 0 && IsIntegerBound(line[..close]))
            {
                output.Write(line[..close]);
                output.Write(".0"u8);
                output.Write(line[close..]);
            }
            else
            {
                output.Write(line);
            }
        }
    }

    private static bool IsIntegerBound(ReadOnlySpan<byte> line)
    {
        var quote = line.LastIndexOf((byte)'"');
        var bound = line[(quote + 1)..];
        return quote > 0 && (IsLabel(line[..quote], "le="u8) || IsLabel(line[..quote], "quantile="u8))
            && !bound.IsEmpty && bound.IndexOfAnyExcept("-0123456789"u8) < 0;
    }

    private static bool IsLabel(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        text.EndsWith(label) && text.Length > label.Length && text[^(label.Length + 1)] is (byte)'{' or (byte)',';
}
