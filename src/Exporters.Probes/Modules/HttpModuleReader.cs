using Exporters.Configuration;
using Exporters.Probes.Cel;
using Exporters.Probes.OAuth;

namespace Exporters.Probes.Modules;

/// <summary>The <c>http</c> part of a module.</summary>
internal static class HttpModuleReader
{
    /// <summary>Reads it; a module without that part has every default.</summary>
    public static HttpModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new HttpModule();
        }

        var map = node.Map();
        var module = new HttpModule
        {
            Method = HeaderNodes.Method(map.Get("method")),
            ValidStatus = Statuses(map.Get("valid_status_codes")),
            ValidVersions = HttpVersions(map.Get("valid_http_versions")),
            Ip = ModuleNodes.Ip(map),
            Source = ModuleNodes.Source(map),
            Headers = [.. Headers(map.Get("headers")), .. TypedHeaders(map.Get("http_headers"))],
            FailIfTls = map.Get("fail_if_ssl")?.Bool() ?? false,
            FailIfNotTls = map.Get("fail_if_not_ssl")?.Bool() ?? false,
            FailIfBodyMatches = ModuleNodes.Patterns(map.Get("fail_if_body_matches_regexp")),
            FailIfBodyNotMatches = ModuleNodes.Patterns(map.Get("fail_if_body_not_matches_regexp")),
            FailIfJsonMatches = Condition(map.Get("fail_if_body_json_matches_cel")),
            FailIfJsonNotMatches = Condition(map.Get("fail_if_body_json_not_matches_cel")),
            FailIfHeaderMatches = HeaderMatches(map.Get("fail_if_header_matches")),
            FailIfHeaderNotMatches = HeaderMatches(map.Get("fail_if_header_not_matches")),
            Body = map.Get("body") is { } body ? ModuleNodes.Octets(body) : null,
            BodyFile = ModuleNodes.FilePath(map.Get("body_file")),
            Compression = Compression(map.Get("compression")),
            BodySizeLimit = SizeLimit(map.Get("body_size_limit")),
            FollowRedirects = FollowRedirects(map),
            EnableHttp2 = map.Get("enable_http2")?.Bool() ?? true,
            Credentials = CredentialsReader.Read(map),
            OAuth = OAuthReader.Read(map.Get("oauth2")),
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
            Proxy = ProxyReader.Read(map),
            SkipResolveWithProxy = map.Get("skip_resolve_phase_with_proxy")?.Bool() ?? false,
        };
        if (map.Get("enable_http3") is { } http3 && http3.Bool() == true)
        {
            http3.Problem("HTTP/3 is not supported: it needs QUIC (libmsquic), which this program does without; probe over HTTP/2 or 1.1, or take this out");
        }

        map.RejectUnknown();
        if (map.Get("body") is not null && map.Get("body_file") is { } file)
        {
            file.Problem("give body or body_file, not both");
        }

        CheckCompression(map.Get("headers"), module.Compression);
        return module;
    }

    /// <summary>Statuses, single or in ranges; empty: 2xx.</summary>
    public static StatusSet Statuses(ConfigNode? node)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (StatusSet.TryParse(text, out var range))
            {
                ranges.Add(range);
            }
            else
            {
                item.Problem($"must be a status such as 200, a range such as 200-299, or 2xx, got \"{text}\"");
            }
        }

        return ranges.Count == 0 ? StatusSet.Success : new StatusSet(ranges);
    }

    /// <summary>Name to value.</summary>
    public static List<RequestHeader> Headers(ConfigNode? node)
    {
        var headers = new List<RequestHeader>();
        foreach (var (name, value) in node?.Entries() ?? [])
        {
            if (value.IsNull)
            {
                headers.Add(new RequestHeader(name, ""));
            }
            else if ((IsHost(name) ? HeaderNodes.Host(value) : HeaderNodes.Value(value)) is { } text)
            {
                headers.Add(new RequestHeader(name, text, IsSecret: IsSecretName(name)));
            }

            HeaderNodes.CheckName(name, value);
        }

        return headers;
    }

    /// <summary>The way of <c>http_headers</c>: name to values, secrets and files.</summary>
    public static List<RequestHeader> TypedHeaders(ConfigNode? node)
    {
        var headers = new List<RequestHeader>();
        foreach (var (name, entry) in node?.Entries() ?? [])
        {
            HeaderNodes.CheckName(name, entry);
            var map = entry.Map();
            headers.AddRange(Values(name, map.Get("values")).Select(value => new RequestHeader(name, value)));
            headers.AddRange(Values(name, map.Get("secrets")).Select(value => new RequestHeader(name, value, IsSecret: true)));
            headers.AddRange((map.Get("files")?.Items() ?? []).Select(ModuleNodes.FilePath).OfType<string>()
                .Select(path => new RequestHeader(name, path, IsFile: true, IsSecret: true)));
            map.RejectUnknown();
        }

        return headers;
    }

    private static IEnumerable<string> Values(string name, ConfigNode? node) =>
        (node?.Items() ?? []).Select(item => IsHost(name) ? HeaderNodes.Host(item) : HeaderNodes.Value(item)).OfType<string>();

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecretName(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase) || name.Contains("key", StringComparison.OrdinalIgnoreCase);

    private static List<string> HttpVersions(ConfigNode? node)
    {
        var versions = new List<string>();
        foreach (var item in node?.Items() ?? [])
        {
            // HTTP/2 is a common way of writing HTTP/2.0 that the peer accepts and never matches.
            if (item.OneOf("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2") is { } version)
            {
                versions.Add(version == "HTTP/2" ? "HTTP/2.0" : version);
            }
        }

        return versions;
    }

    private static List<HeaderMatch> HeaderMatches(ConfigNode? node)
    {
        var matches = new List<HeaderMatch>();
        foreach (var item in node?.Items() ?? [])
        {
            var map = item.Map();
            var header = map.Get("header")?.Text();
            var pattern = map.Get("regexp");
            var regex = pattern?.Pattern();
            var allowMissing = map.Get("allow_missing")?.Bool() ?? false;
            map.RejectUnknown();
            if (string.IsNullOrEmpty(header))
            {
                item.Problem("header: is missing; name the header to look at");
            }
            else if (pattern is null)
            {
                item.Problem("regexp: is missing; give the pattern to compare the header with");
            }
            else if (regex is not null)
            {
                matches.Add(new HeaderMatch(header, regex, allowMissing));
            }
        }

        return matches;
    }

    private static CelProgram? Condition(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return new CelProgram(text);
        }
        catch (CelException e)
        {
            node.Problem($"not a CEL expression, {e.Text}");
            return null;
        }
    }

    private static string? Compression(ConfigNode? node)
    {
        var text = node?.Text();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var lower = text.ToLowerInvariant();
        if (lower is "gzip" or "br" or "deflate" or "identity")
        {
            return lower;
        }

        node!.OneOf("gzip", "br", "deflate", "identity");
        return null;
    }

    /// <summary>An Accept-Encoding that leaves out the compression demanded would make every probe fail.</summary>
    private static void CheckCompression(ConfigNode? headers, string? compression)
    {
        foreach (var (name, value) in headers?.Entries() ?? [])
        {
            if (compression is not null && name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)
                && value.Text() is { Length: > 0 } accepted && !AcceptEncoding.Admits(accepted, compression))
            {
                value.Problem($"does not admit compression: {compression}, got \"{accepted}\"");
            }
        }
    }

    private static long SizeLimit(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return 0;
        }

        // In this format kB and MB are multiples of 1024.
        var binary = text.EndsWith('B') && text.Length > 2 && text[^2] is 'k' or 'K' or 'M' or 'G' or 'T'
            ? text[..^2] + char.ToUpperInvariant(text[^2]) + "iB"
            : text;
        if (ByteSizes.TryParse(binary, out var value) && value >= 0)
        {
            return value;
        }

        node.Problem($"must be a size such as 64KiB or 10MB, got \"{text}\"");
        return 0;
    }

    private static bool FollowRedirects(ConfigMap map)
    {
        var follow = map.Get("follow_redirects")?.Bool() ?? true;
        return map.Get("no_follow_redirects")?.Bool() is { } not ? !not : follow;
    }
}
