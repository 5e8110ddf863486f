using System.Globalization;
using System.Text;
using Exporters.Probes.Dns;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Modules;

/// <summary>A module as text for <c>debug=true</c>: what is not the default, and no secret.</summary>
internal static class ModuleText
{
    private const string Secret = "<secret>";

    /// <summary>The text, in the manner of the module file.</summary>
    public static string Of(ProbeModule module)
    {
        var text = new StringBuilder();
        Line(text, 0, "prober", module.Prober);
        if (module.Timeout is { } timeout)
        {
            Line(text, 0, "timeout", Configuration.Durations.Format(timeout));
        }

        text.Append(module.Prober).Append(":\n");
        switch (module)
        {
            case { Http: { } http }:
                Http(text, http);
                break;
            case { Tcp: { } tcp }:
                Ip(text, tcp.Ip, tcp.Source);
                Line(text, 1, "tls", tcp.UseTls ? "true" : "");
                Tls(text, tcp.Tls);
                Steps(text, tcp.Steps);
                break;
            case { Unix: { } unix }:
                Line(text, 1, "tls", unix.UseTls ? "true" : "");
                Tls(text, unix.Tls);
                Steps(text, unix.Steps);
                break;
            case { Grpc: { } grpc }:
                Ip(text, grpc.Ip, null);
                Line(text, 1, "service", grpc.Service);
                Line(text, 1, "tls", grpc.UseTls ? "true" : "");
                Tls(text, grpc.Tls);
                Headers(text, "metadata", grpc.Metadata);
                break;
            case { Websocket: { } websocket }:
                Http(text, websocket.Way);
                Steps(text, websocket.Steps);
                break;
            case { Icmp: { } icmp }:
                Ip(text, icmp.Ip, icmp.Source);
                Line(text, 1, "ttl", icmp.Ttl.ToString(CultureInfo.InvariantCulture));
                Line(text, 1, "payload_size", icmp.PayloadSize > 0 ? icmp.PayloadSize.ToString(CultureInfo.InvariantCulture) : "");
                Line(text, 1, "dont_fragment", icmp.DontFragment ? "true" : "");
                break;
            case { Dns: { } dns }:
                Dns(text, dns);
                break;
        }

        return text.ToString();
    }

    private static void Http(StringBuilder text, HttpModule http)
    {
        Ip(text, http.Ip, http.Source);
        Line(text, 1, "method", http.Method);
        Line(text, 1, "valid_status_codes", http.ValidStatus.ToString());
        Line(text, 1, "valid_http_versions", string.Join(", ", http.ValidVersions));
        Line(text, 1, "follow_redirects", http.FollowRedirects ? "true" : "false");
        Line(text, 1, "enable_http2", http.EnableHttp2 ? "true" : "false");
        Line(text, 1, "fail_if_ssl", http.FailIfTls ? "true" : "");
        Line(text, 1, "fail_if_not_ssl", http.FailIfNotTls ? "true" : "");
        Line(text, 1, "compression", http.Compression ?? "");
        Line(text, 1, "body_size_limit", http.BodySizeLimit > 0 ? Configuration.ByteSizes.Format(http.BodySizeLimit) : "");
        Line(text, 1, "body_file", http.BodyFile ?? "");
        Line(text, 1, "authorization", http.Credentials is { } credentials ? $"{credentials.Scheme} {Secret}" : "");
        Line(text, 1, "oauth2", http.OAuth is { } oauth ? $"{oauth.ClientId} {(oauth.Assertion is { } jwt ? jwt.Algorithm : Secret)} at {oauth.TokenUrl.GetLeftPart(UriPartial.Path)}" : "");
        Line(text, 1, "proxy_url", http.Proxy.Url is { } proxy ? $"{proxy.Scheme}://{proxy.Authority}" : "");
        Line(text, 1, "fail_if_body_matches_regexp", string.Join(", ", http.FailIfBodyMatches));
        Line(text, 1, "fail_if_body_not_matches_regexp", string.Join(", ", http.FailIfBodyNotMatches));
        Line(text, 1, "fail_if_body_json_matches_cel", http.FailIfJsonMatches?.Text ?? "");
        Line(text, 1, "fail_if_body_json_not_matches_cel", http.FailIfJsonNotMatches?.Text ?? "");
        Headers(text, "header", http.Headers);
        Tls(text, http.Tls);
    }

    private static void Dns(StringBuilder text, DnsModule dns)
    {
        Ip(text, dns.Ip, dns.Source);
        Line(text, 1, "transport_protocol", dns.UseTcp ? "tcp" : "udp");
        Line(text, 1, "dns_over_tls", dns.UseTls ? "true" : "");
        Line(text, 1, "query_name", dns.QueryName);
        Line(text, 1, "query_type", DnsTypes.TypeName(dns.QueryType));
        Line(text, 1, "query_class", DnsTypes.ClassName(dns.QueryClass));
        Line(text, 1, "recursion_desired", dns.Recursion ? "true" : "false");
        Line(text, 1, "valid_rcodes", string.Join(", ", dns.ValidRcodes.Select(DnsTypes.RcodeName)));
        Tls(text, dns.Tls);
    }

    private static void Headers(StringBuilder text, string key, IReadOnlyList<RequestHeader> headers)
    {
        foreach (var header in headers)
        {
            Line(text, 1, $"{key} {header.Name}", header.IsFile ? header.Value : header.IsSecret ? Secret : header.Value);
        }
    }

    private static void Ip(StringBuilder text, IpPreference ip, System.Net.IPAddress? source)
    {
        Line(text, 1, "preferred_ip_protocol", ip.PreferIp4 ? "ip4" : "ip6");
        Line(text, 1, "ip_protocol_fallback", ip.Fallback ? "true" : "false");
        Line(text, 1, "source_ip_address", source?.ToString() ?? "");
    }

    private static void Steps(StringBuilder text, IReadOnlyList<QueryStep> steps) =>
        Line(text, 1, "query_response", steps.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{steps.Count} steps") : "");

    private static void Tls(StringBuilder text, TlsOptions tls)
    {
        Line(text, 1, "tls_config.ca", Pem(tls.Ca));
        Line(text, 1, "tls_config.cert", Pem(tls.Certificate));
        Line(text, 1, "tls_config.key", tls.Key is { IsFile: true } key ? key.Text : tls.Key is null ? "" : Secret);
        Line(text, 1, "tls_config.server_name", tls.ServerName);
        Line(text, 1, "tls_config.insecure_skip_verify", tls.InsecureSkipVerify ? "true" : "");
    }

    private static string Pem(PemSource? source) => source is null ? "" : source.IsFile ? source.Text : "inline";

    private static void Line(StringBuilder text, int indent, string key, string value)
    {
        if (value.Length > 0)
        {
            text.Append(' ', indent * 2).Append(key).Append(": ").Append(value).Append('\n');
        }
    }
}
