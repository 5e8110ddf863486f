namespace Exporters.Web;

/// <summary><c>rate_limit</c>: a request each interval, and so many at once.</summary>
/// <param name="Interval">Between two requests; 0 for no limit.</param>
/// <param name="Burst">Requests that may come at once, at least 1.</param>
internal sealed record RateLimitConfig(TimeSpan Interval, int Burst);
