using System.Globalization;

namespace Exporters.Probes.Modules;

/// <summary>The <c>Accept-Encoding</c> request header, RFC 9110 12.5.3.</summary>
internal static class AcceptEncoding
{
    /// <summary>Whether the header's best-liked entry for this coding, or for <c>*</c>, does not refuse it.</summary>
    public static bool Admits(string header, string coding)
    {
        var best = -1.0;
        foreach (var part in header.Split(','))
        {
            var semicolon = part.IndexOf(';', StringComparison.Ordinal);
            var name = (semicolon < 0 ? part : part[..semicolon]).Trim();
            if (name.Equals(coding, StringComparison.OrdinalIgnoreCase) || name == "*")
            {
                best = Math.Max(best, semicolon < 0 ? 1 : Quality(part[(semicolon + 1)..]));
            }
        }

        return best > 0;
    }

    private static double Quality(string text)
    {
        text = text.Trim();
        return text.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
                ? quality
                : 0;
    }
}
