using System.Globalization;
using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.OAuth;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>
/// Requests a URL, follows redirects, reads the body to its end and checks what the module demands. Keeps its connection for
/// the next probe only where the target asks for it; then it serves that one target.
/// </summary>
internal sealed class HttpProber : IProber, IDisposable
{
    private HttpLink? _kept;

    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Http!;
        run.Result.HasRegexCheck = true;
        run.Result.FailedByCel = module.ReadsJson ? false : null;
        var http = run.Result.Http = new HttpResult();
        var url = ProbeUrl.TryParse(run.Target, out var parsed) ? parsed : throw new ProbeException(FailureReason.Other, $"\"{run.Target}\" is no URL");
        var first = HopTarget.Of(url);
        var method = module.Method;
        CookieContainer? cookies = null;
        var token = module.OAuth is { } oauth ? await TokenAsync(run, oauth, first, cancel) : null;
        while (true)
        {
            var hop = HopTarget.Of(url);
            var link = await LinkAsync(run, module, url, hop, first, cancel);
            var keep = module.KeepAlive && http.Redirects == 0;
            try
            {
                using var request = ProbeRequest.Create(run, module, url, hop, first, method, link, cookies, token);
                using var response = await link.SendAsync(request, run, cancel);
                if (run.Trace.IsOn)
                {
                    run.Trace.Add($"{method} {url}: {(int)response.StatusCode} {ResponseChecks.Version(response)}");
                }

                if (token is not null && response.StatusCode == HttpStatusCode.Unauthorized)
                {
                    module.OAuth!.Tokens.Drop();
                }

                var location = Redirects.Location(response);
                if (location is not null)
                {
                    http.Redirects++;
                }

                if (location is null || !module.FollowRedirects || http.Redirects > Redirects.Max)
                {
                    await FinishAsync(run, module, response, link, location is not null, cancel);
                    keep &= response.Headers.ConnectionClose != true;
                    return;
                }

                var next = ProbeUrl.Follow(url, location);
                cookies = Remember(cookies, url, response);
                method = Redirects.Method(method, response.StatusCode);
                url = next;
                run.Trace.Add($"redirected to {next}");
            }
            catch
            {
                keep = false;
                throw;
            }
            finally
            {
                if (!keep)
                {
                    link.Dispose();
                    _kept = ReferenceEquals(_kept, link) ? null : _kept;
                }
                else
                {
                    _kept = link;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kept?.Dispose();

    /// <summary>A token, once it is clear that the target is allowed at all.</summary>
    private static Task<string> TokenAsync(ProbeRun run, OAuthOptions oauth, HopTarget first, CancellationToken cancel)
    {
        run.Guard.CheckName(first);
        return oauth.Tokens.GetAsync(run, cancel);
    }

    private async Task<HttpLink> LinkAsync(ProbeRun run, HttpModule module, Uri url, HopTarget hop, HopTarget first, CancellationToken cancel)
    {
        var http = run.Result.Http!;
        var isFirst = http.Redirects == 0;
        var proxy = ProxyChoice.For(module.Proxy, url, hop, null);
        IPAddress? address = null;
        if (proxy is not null && module.SkipResolveWithProxy)
        {
            run.Guard.CheckName(hop);
            run.Guard.CheckAddress(hop, null);
        }
        else
        {
            var start = run.Time.GetTimestamp();
            try
            {
                address = isFirst ? await run.ResolveTargetAsync(hop, module.Ip, cancel) : await run.ResolveAsync(hop, module.Ip, cancel);
            }
            finally
            {
                http.ResolveSeconds = (http.ResolveSeconds ?? 0) + run.Since(start);
            }
        }

        proxy = proxy is null ? null : ProxyChoice.For(module.Proxy, url, hop, address);
        http.HasPhases = true;
        run.Result.Tls = null;
        if (isFirst && _kept is { } kept)
        {
            if (kept.Leads(hop, address, proxy, run.Time))
            {
                run.Result.Tls = kept.Tls;
                return kept;
            }

            kept.Dispose();
            _kept = null;
        }

        return new HttpLink(hop, module, address, proxy, ServerName(module, hop, first));
    }

    /// <summary>The module's server_name and the Host header count for the first host only; others are asked for by their own names.</summary>
    private static string ServerName(HttpModule module, HopTarget hop, HopTarget first)
    {
        if (hop.Host != first.Host)
        {
            return hop.Host;
        }

        if (module.Tls.ServerName.Length > 0)
        {
            return module.Tls.ServerName;
        }

        foreach (var header in module.Headers)
        {
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase) && header.Read() is { Length: > 0 } host)
            {
                return HostName.OfHeader(host);
            }
        }

        return hop.Host;
    }

    private static CookieContainer? Remember(CookieContainer? cookies, Uri url, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var values))
        {
            return cookies;
        }

        cookies ??= new CookieContainer();
        foreach (var value in values)
        {
            try
            {
                cookies.SetCookies(url, value);
            }
            catch (CookieException)
            {
                // A cookie that no browser would take either.
            }
        }

        return cookies;
    }

    private static async Task FinishAsync(
        ProbeRun run, HttpModule module, HttpResponseMessage response, HttpLink link, bool isRefusedRedirect, CancellationToken cancel)
    {
        var http = run.Result.Http!;
        var start = run.Time.GetTimestamp();
        http.StatusCode = (int)response.StatusCode;
        http.Version = response.Version.Major >= 2 ? response.Version.Major : 1 + (response.Version.Minor / 10.0);
        http.IsTls = link.Tls is not null;
        http.ContentLength = response.Content.Headers.ContentLength ?? (http.StatusCode is 204 or 304 ? 0 : -1);
        http.LastModified = response.Content.Headers.LastModified?.ToUnixTimeSeconds();
        string? regexFault = null;
        string? jsonFault = null;
        try
        {
            var isStatusRight = module.ValidStatus.Contains(http.StatusCode);
            regexFault = isStatusRight ? ResponseChecks.Headers(response, module, run) : null;
            if (!isRefusedRedirect || module.ReadsBody)
            {
                var keep = isStatusRight && regexFault is null && module.ReadsBody;
                var body = await BodyReader.ReadAsync(await response.Content.ReadAsStreamAsync(cancel), module, keep, http, cancel);
                regexFault = keep ? ResponseChecks.Body(body, module, run) : regexFault;
                if (keep && regexFault is null && module.ReadsJson)
                {
                    jsonFault = ResponseChecks.Json(body, module, run, cancel);
                    run.Result.FailedByCel = jsonFault is not null;
                }
            }
        }
        finally
        {
            http.TransferSeconds += run.Since(start);
            run.Result.FailedByRegex = regexFault is not null;
            http.BodyLength = isRefusedRedirect ? 0 : http.BodyLength;
        }

        Require(run, module, response, isRefusedRedirect, regexFault ?? jsonFault);
    }

    private static void Require(ProbeRun run, HttpModule module, HttpResponseMessage response, bool isRefusedRedirect, string? bodyFault)
    {
        var http = run.Result.Http!;
        if (!module.ValidStatus.Contains(http.StatusCode))
        {
            throw isRefusedRedirect && module.FollowRedirects
                ? new ProbeException(FailureReason.TooManyRedirects, $"more than {Redirects.Max} redirects, the last to {response.Headers.Location}")
                : new ProbeException(
                    FailureReason.Status,
                    string.Create(CultureInfo.InvariantCulture, $"the status is {http.StatusCode}, expected {module.ValidStatus}"));
        }

        if (bodyFault is not null)
        {
            throw new ProbeException(FailureReason.Body, bodyFault);
        }

        if (module.ValidVersions.Count > 0 && !module.ValidVersions.Contains(ResponseChecks.Version(response)))
        {
            throw new ProbeException(
                FailureReason.Other, $"the version is {ResponseChecks.Version(response)}, expected {string.Join(" or ", module.ValidVersions)}");
        }

        if (http.IsTls ? module.FailIfTls : module.FailIfNotTls)
        {
            throw new ProbeException(FailureReason.Other, $"the last response came {(http.IsTls ? "over TLS (fail_if_ssl)" : "without TLS (fail_if_not_ssl)")}");
        }
    }
}
