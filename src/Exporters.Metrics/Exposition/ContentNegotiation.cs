using System.Globalization;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// Chooses format and encoding from the request's headers. Prometheus 2 and 3 list several media types with q values; the best
/// one that is spoken here wins, of equals the first. Text 0.0.4 is the answer to everything else, so that a browser and an
/// unknown scraper get something they can read.
/// </summary>
public static class ContentNegotiation
{
    private const string TextPlain = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>The format for an <c>Accept</c> header; <c>escaping=</c> is answered as asked, since all names here are plain.</summary>
    public static ContentType Choose(ReadOnlySpan<char> accept)
    {
        var best = new ContentType(ExpositionFormat.Text, TextPlain);
        var bestQuality = 0.0;
        foreach (var range in accept.Split(','))
        {
            if (Read(accept[range].Trim(), out var quality) is { } offer && quality > bestQuality)
            {
                best = offer;
                bestQuality = quality;
            }
        }

        return best;
    }

    /// <summary>Whether <c>Accept-Encoding</c> lists gzip (or <c>*</c>) and does not refuse it with <c>q=0</c>.</summary>
    public static bool AcceptsGzip(ReadOnlySpan<char> acceptEncoding)
    {
        double? gzip = null;
        double? any = null;
        foreach (var range in acceptEncoding.Split(','))
        {
            var item = acceptEncoding[range].Trim();
            var coding = Head(item);
            if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            {
                gzip = Quality(item);
            }
            else if (coding is "*")
            {
                any = Quality(item);
            }
        }

        return (gzip ?? any ?? 0) > 0;
    }

    private static ContentType? Read(ReadOnlySpan<char> item, out double quality)
    {
        quality = Quality(item);
        var media = Head(item);
        var version = Parameter(item, "version");
        var escaping = Escaping(Parameter(item, "escaping"));
        if (media.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) && (version.IsEmpty || version is "1.0.0"))
        {
            return new ContentType(ExpositionFormat.OpenMetrics, OpenMetrics + escaping);
        }

        var text = media.Equals("text/plain", StringComparison.OrdinalIgnoreCase) && (version.IsEmpty || version is "0.0.4");
        return text || media is "*/*" or "text/*" ? new ContentType(ExpositionFormat.Text, TextPlain + escaping) : null;
    }

    private static string Escaping(ReadOnlySpan<char> scheme) => scheme switch
    {
        "allow-utf-8" => "; escaping=allow-utf-8",
        "underscores" => "; escaping=underscores",
        "dots" => "; escaping=dots",
        "values" => "; escaping=values",
        _ => "",
    };

    private static ReadOnlySpan<char> Head(ReadOnlySpan<char> item) => item.IndexOf(';') is var end and >= 0 ? item[..end].TrimEnd() : item;

    private static double Quality(ReadOnlySpan<char> item) =>
        Parameter(item, "q") is { IsEmpty: false } text
            ? double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? Math.Min(quality, 1) : 0
            : 1;

    private static ReadOnlySpan<char> Parameter(ReadOnlySpan<char> item, ReadOnlySpan<char> name)
    {
        foreach (var range in item.Split(';'))
        {
            var part = item[range].Trim();
            var equals = part.IndexOf('=');
            if (equals > 0 && part[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(equals + 1)..].Trim().Trim('"');
            }
        }

        return default;
    }
}
