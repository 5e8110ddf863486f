using System.Globalization;

namespace Exporters.Hosting;

/// <summary>
/// How long a scrape may wait for its slowest collector: less than Prometheus waits for us, which it says in
/// <c>X-Prometheus-Scrape-Timeout-Seconds</c>, so that the rest of the page still arrives.
/// </summary>
internal static class ScrapeDeadline
{
    private const double MarginSeconds = 0.5;
    private const double MaxSeconds = 120;

    /// <summary>Prometheus' default timeout of 10 s, less the margin.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(10 - MarginSeconds);

    public static TimeSpan From(string? header) =>
        double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(Math.Min(MaxSeconds, Math.Max(seconds - MarginSeconds, seconds / 2)))
            : Default;
}
