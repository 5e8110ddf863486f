namespace Exporters.Probes.Endpoint;

/// <summary>What a request to <c>/probe</c> asks for.</summary>
/// <param name="Target">The parameter <c>target</c>.</param>
/// <param name="Module">The parameter <c>module</c>; empty for <c>http_2xx</c>.</param>
/// <param name="Hostname">The parameter <c>hostname</c>: Host header and TLS name.</param>
/// <param name="IsDebug">Whether <c>debug=true</c>.</param>
/// <param name="ScrapeTimeout">The header <c>X-Prometheus-Scrape-Timeout-Seconds</c>; null without it.</param>
public sealed record ProbeQuery(string? Target, string? Module, string? Hostname, bool IsDebug, string? ScrapeTimeout);
