using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Prometheus;

namespace Exporters.Hosting;

/// <summary>
/// Requests by path and status and how long they took, counted by prometheus-net's middleware. Clients choose path and method: a
/// path that is not answered here counts as <c>other</c>, and the method is no label.
/// </summary>
internal static class HttpInstruments
{
    private const string PathLabel = "path";

    private static readonly Family Requests = Family.Counter(
        "exporters_http_requests_total", "HTTP requests answered, by path and status; path is \"other\" where there is no page.", "code", PathLabel);

    private static readonly Family Duration = Family.Histogram(
        "exporters_http_request_duration_seconds", "Seconds that HTTP requests took until the last byte was handed on, by path.", PathLabel);

    private static readonly double[] DurationBounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    /// <summary>Counts every request that the rest of the pipeline answers.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="registry">Takes the instruments.</param>
    /// <param name="pathOf">The label value of a request: one of few.</param>
    public static void Use(IApplicationBuilder app, InstrumentRegistry registry, Func<HttpContext, string> pathOf)
    {
        var requests = registry.Counter(Requests);
        var duration = registry.Histogram(Duration, DurationBounds);
        app.UseHttpMetrics(options =>
        {
            options.CaptureMetricsUrl = true;
            options.InProgress.Enabled = false;
            options.RequestCount.Counter = requests;
            options.RequestDuration.Histogram = duration;
            options.AddCustomLabel(PathLabel, pathOf);
        });
    }
}
