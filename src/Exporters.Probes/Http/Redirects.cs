using System.Net;

namespace Exporters.Probes.Http;

/// <summary>What follows from a 3xx response, as browsers and Go do it.</summary>
internal static class Redirects
{
    /// <summary>Most redirects that are followed.</summary>
    public const int Max = 10;

    /// <summary>Where the response leads; null when it is no redirect.</summary>
    /// <exception cref="UriFormatException">Its Location is no URL.</exception>
    public static Uri? Next(Uri url, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
            || !response.Headers.TryGetValues("Location", out var values) || values.FirstOrDefault() is not { Length: > 0 } location)
        {
            return null;
        }

        var next = new Uri(url, location);
        return next.Fragment.Length == 0 && url.Fragment.Length > 0 ? new UriBuilder(next) { Fragment = url.Fragment }.Uri : next;
    }

    /// <summary>The method of the next request: 307 and 308 keep it, the others turn all but HEAD into GET.</summary>
    public static string Method(string method, HttpStatusCode status) =>
        (int)status is 307 or 308 || method is "GET" or "HEAD" ? method : "GET";
}
