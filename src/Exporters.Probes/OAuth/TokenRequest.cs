using System.Net;
using System.Security.Cryptography;
using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Results;

namespace Exporters.Probes.OAuth;

/// <summary>
/// The request for a token, RFC 6749 4.4.2. Who we are goes into the header, as the RFC wants every endpoint to take it; one that
/// does not gets it in the body. A signed statement goes into the body and nowhere else, RFC 7523 2.1.
/// </summary>
internal static class TokenRequest
{
    private const int LongestAnswer = 1 << 20;

    /// <summary>Asks.</summary>
    /// <param name="options">Whom and for what.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="isSecretInBody">Which way the endpoint is known to take it.</param>
    /// <param name="run">The probe that needs the token.</param>
    /// <param name="cancel">Its end.</param>
    /// <exception cref="ProbeException">There is no token to be had.</exception>
    public static async Task<(AccessToken Token, bool IsSecretInBody)> SendAsync(
        OAuthOptions options, string secret, bool isSecretInBody, ProbeRun run, CancellationToken cancel)
    {
        var (status, body) = await PostAsync(options, secret, isSecretInBody, run, cancel);
        if (status is >= 400 and < 500 && options.Assertion is null)
        {
            var other = await PostAsync(options, secret, !isSecretInBody, run, cancel);
            if (other.Status is >= 200 and < 300)
            {
                (status, body, isSecretInBody) = (other.Status, other.Body, !isSecretInBody);
            }
        }

        try
        {
            return status is >= 200 and < 300
                ? (AccessToken.Parse(body), isSecretInBody)
                : throw new FormatException($"it answers with status {status}{AccessToken.Fault(body)}");
        }
        catch (FormatException e)
        {
            throw Failed(options, e.Message, e);
        }
    }

    private static async Task<(int Status, byte[] Body)> PostAsync(
        OAuthOptions options, string secret, bool isSecretInBody, ProbeRun run, CancellationToken cancel)
    {
        var url = options.TokenUrl;
        var hop = HopTarget.Of(url);
        var fields = Fields(options, secret, isSecretInBody, run);
        try
        {
            var helper = run.ForHelper(url.ToString(), options.Way);
            var proxy = ProxyChoice.For(options.Way.Proxy, url, hop, null);
            var address = await run.ResolveHelperAsync(hop.Host, run.Module.Http!.Ip, cancel);
            using var link = new HttpLink(hop, options.Way, address, proxy, options.Way.Tls.ServerName is { Length: > 0 } name ? name : hop.Host);
            using var request = Request(options, fields, link);
            if (!isSecretInBody && options.Assertion is null)
            {
                // Each part is encoded as in a form before the two come together, RFC 6749 2.3.1.
                var pair = $"{WebUtility.UrlEncode(options.ClientId)}:{WebUtility.UrlEncode(secret)}";
                request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            }

            using var response = await link.SendAsync(request, helper, cancel);
            return ((int)response.StatusCode, await ReadAsync(response, cancel));
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && Faults.Classify(e) is { } fault)
        {
            throw Failed(options, fault.Text, e);
        }
    }

    private static List<KeyValuePair<string, string>> Fields(OAuthOptions options, string secret, bool isSecretInBody, ProbeRun run)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            KeyValuePair.Create("grant_type", options.Assertion is null ? "client_credentials" : JwtAssertion.GrantType),
        };
        if (options.Scopes.Count > 0)
        {
            fields.Add(KeyValuePair.Create("scope", string.Join(' ', options.Scopes)));
        }

        fields.RemoveAll(field => options.EndpointParams.Any(own => own.Key == field.Key));
        fields.AddRange(options.EndpointParams);
        if (options.Assertion is { } assertion)
        {
            fields.Add(KeyValuePair.Create("assertion", Sign(assertion, options, secret, run)));
        }
        else if (isSecretInBody)
        {
            fields.Add(KeyValuePair.Create("client_id", options.ClientId));
            fields.Add(KeyValuePair.Create("client_secret", secret));
        }

        return fields;
    }

    private static string Sign(JwtAssertion assertion, OAuthOptions options, string key, ProbeRun run)
    {
        try
        {
            return assertion.Sign(options, key, run.Time.GetUtcNow());
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new ProbeException(
                FailureReason.Other, $"oauth2: client_certificate_key must be an RSA key as PEM without a passphrase: {e.Message}", e);
        }
    }

    private static HttpRequestMessage Request(OAuthOptions options, List<KeyValuePair<string, string>> fields, HttpLink link)
    {
        var url = link.RequestUri(options.TokenUrl);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields), Version = HttpVersion.Version11 };
        request.Headers.Host = url.Host == options.TokenUrl.Host ? null : options.TokenUrl.Authority;
        request.Headers.TryAddWithoutValidation("User-Agent", ProbeRequest.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.ConnectionClose = true;
        if (link.ProxyAuthorization is { } proxyAuthorization)
        {
            request.Headers.TryAddWithoutValidation("Proxy-Authorization", proxyAuthorization);
        }

        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[4096];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (kept.Length + read > LongestAnswer)
            {
                throw new InvalidDataException($"its answer is longer than {LongestAnswer} bytes");
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static ProbeException Failed(OAuthOptions options, string text, Exception e) =>
        new(FailureReason.Other, $"oauth2: no token from {options.TokenUrl.GetLeftPart(UriPartial.Path)}: {text}", e);
}
