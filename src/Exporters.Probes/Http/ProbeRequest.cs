using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>What goes to a host: the module's request to the first one, less of it to those that redirects lead to.</summary>
internal static class ProbeRequest
{
    /// <summary>Who asks, unless the module says otherwise.</summary>
    public const string UserAgent = "Exporters-Probe/0.1";

    /// <summary>A request.</summary>
    public static HttpRequestMessage Create(
        ProbeRun run, HttpModule module, Uri url, HopTarget hop, HopTarget first, string method, HttpLink link, CookieContainer? cookies, string? token)
    {
        // What is meant for the first host is not for another one, nor for everybody on the way to it.
        var isOwn = hop.Host == first.Host;
        var mayKnow = isOwn && (hop.Scheme == first.Scheme || hop.Scheme == "https");
        var sendsBody = method == module.Method;
        var uri = link.RequestUri(url);
        var request = new HttpRequestMessage(new HttpMethod(method), uri)
        {
            Version = module.EnableHttp2 && hop.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (sendsBody)
        {
            request.Content = Content(module);
        }

        if (uri.Host != url.Host)
        {
            request.Headers.Host = url.Authority;
        }

        foreach (var header in module.Headers)
        {
            AddHeader(request, header, isOwn, mayKnow, run.Result.Http!.Redirects == 0);
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (mayKnow && !request.Headers.NonValidated.Contains("Authorization") && (token ?? Authorization(module, url)) is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (link.ProxyAuthorization is { } proxyAuthorization)
        {
            request.Headers.TryAddWithoutValidation("Proxy-Authorization", proxyAuthorization);
        }

        if (cookies?.GetCookieHeader(url) is { Length: > 0 } cookie)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        if (!module.KeepAlive)
        {
            request.Headers.ConnectionClose = true;
        }

        return request;
    }

    private static void AddHeader(HttpRequestMessage request, RequestHeader header, bool isOwn, bool mayKnow, bool isFirst)
    {
        if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            if (isOwn && header.Read() is { Length: > 0 } host)
            {
                request.Headers.Host = host;
            }

            return;
        }

        // These follow from the body, whatever the module says.
        if (header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || header.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        // Credentials are the first host's business.
        var isCredential = header.IsSecret || header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);
        if ((mayKnow || !isCredential) && (isFirst || !header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || request.Content is not null))
        {
            var value = header.Read();
            if (!request.Headers.TryAddWithoutValidation(header.Name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.Remove(header.Name);
                request.Content.Headers.TryAddWithoutValidation(header.Name, value);
            }
        }
    }

    private static ByteArrayContent? Content(HttpModule module)
    {
        try
        {
            return module.BodyFile is { } file ? new ByteArrayContent(File.ReadAllBytes(file))
                : module.Body is { Length: > 0 } body ? new ByteArrayContent(body)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeException(FailureReason.Other, $"body_file cannot be read: {e.Message}", e);
        }
    }

    private static string? Authorization(HttpModule module, Uri url)
    {
        try
        {
            return module.Credentials?.Read()
                ?? (url.UserInfo.Length > 0
                    ? HttpCredentials.Basic(url.UserInfo)
                    : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeException(FailureReason.Other, $"the credentials cannot be read: {e.Message}", e);
        }
    }
}
