using System.Net;

namespace Exporters.Probes.Http;

/// <summary>What follows from a 3xx response, as browsers and Go do it.</summary>
internal static class Redirects
{
    /// <summary>Most redirects that are followed.</summary>
    public const int Max = 10;

    /// <summary>The Location of a redirect; null for another response.</summary>
    public static string? Location(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
        && response.Headers.NonValidated.TryGetValues("Location", out var values) && values.FirstOrDefault() is { Length: > 0 } location
            ? location
            : null;

    /// <summary>The method of the next request: 307 and 308 keep it, the others turn all but HEAD into GET.</summary>
    public static string Method(string method, HttpStatusCode status) =>
        (int)status is 307 or 308 || method is "GET" or "HEAD" ? method : "GET";
}
