using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Configuration;
using Exporters.Probes.Modules;
using Exporters.Probes.OAuth;

namespace Exporters.Probes.Schedule;

/// <summary>One entry of <c>probes.targets</c>: name and url suffice.</summary>
internal static class ProbeTargetReader
{
    private static readonly (string Prefix, string Module)[] Schemes =
    [
        ("http://", BuiltInModules.Http), ("https://", BuiltInModules.Http), ("tcp://", "tcp_connect"), ("tls://", "tls_connect"), ("icmp://", "icmp"),
        ("unix://", "unix_connect"), ("grpc://", "grpc_plain"), ("grpcs://", "grpc"), ("ws://", "websocket"), ("wss://", "websocket"),
    ];

    /// <summary>Reads it; null when it cannot be probed.</summary>
    public static ProbeTarget? Read(ConfigNode node, ProbesConfig config)
    {
        var map = node.Map();
        var nameNode = map.Get("name");
        var urlNode = map.Get("url");
        var moduleNode = map.Get("module");
        var intervalNode = map.Get("interval");
        var timeoutNode = map.Get("timeout");
        var interval = intervalNode?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ?? config.Interval;
        var timeout = timeoutNode?.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)) ?? config.Timeout;
        var labels = Labels(map.Get("labels"));
        var http = HttpOptions(map, moduleNode);
        map.RejectUnknown();

        var name = nameNode?.Text();
        var url = urlNode?.Text();
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(url))
        {
            node.Problem($"{(string.IsNullOrEmpty(name) ? "name" : "url")}: is missing; a target needs name and url");
            return null;
        }

        if (timeout > interval)
        {
            (timeoutNode ?? intervalNode ?? node).Problem(
                $"the timeout, {Durations.Format(timeout)}, must not be longer than the interval, {Durations.Format(interval)}");
        }

        if (Module(moduleNode, urlNode!, url, config, http) is not { } chosen)
        {
            return null;
        }

        var (module, target) = chosen;
        var hop = TargetHops.Of(target, module);
        if (hop is null)
        {
            urlNode!.Problem(module.Http is not null ? $"is no URL: \"{Bare(url)}\"" : $"must be {TargetHops.Form(module)} for the {module.Prober} prober, got \"{Bare(url)}\"");
            return null;
        }

        return new ProbeTarget
        {
            Name = name,
            Target = target,
            Label = Bare(url),
            Module = module,
            Interval = interval,
            Timeout = timeoutNode is null && module.Timeout is { } own && own < interval ? own : timeout,
            Labels = labels,
            Hop = hop,
        };
    }

    private static (ProbeModule Module, string Target)? Module(ConfigNode? moduleNode, ConfigNode urlNode, string url, ProbesConfig config, HttpModule? http)
    {
        if (moduleNode?.Text() is { } name)
        {
            if (config.Modules.TryGetValue(name, out var named))
            {
                return (named, url);
            }

            // A module file with problems has said so itself.
            var near = Nearest.To(name, config.Modules.Keys);
            moduleNode.Problem($"no such module: \"{name}\"{(near is null ? $"; there are {string.Join(", ", config.Modules.Keys)}" : $"; did you mean {near}?")}");
            return null;
        }

        foreach (var (prefix, builtIn) in Schemes)
        {
            if (url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                var module = BuiltInModules.All[builtIn];
                if (module.Http is not null)
                {
                    return (module with { Http = http ?? module.Http }, url);
                }

                if (http is not null)
                {
                    urlNode.Problem($"this target has options of HTTP requests, so it must start with http:// or https://, got \"{Bare(url)}\"");
                }

                return (module, module.Websocket is not null ? url : url[prefix.Length..].TrimEnd('/'));
            }
        }

        urlNode.Problem($"must start with http://, https://, tcp://, tls://, icmp://, unix://, grpc://, grpcs://, ws:// or wss://, or the target must name a module, got \"{Bare(url)}\"");
        return null;
    }

    /// <summary>The options of an HTTP request that stand with the target; null when there are none.</summary>
    private static HttpModule? HttpOptions(ConfigMap map, ConfigNode? moduleNode)
    {
        string[] keys =
        [
            "method", "expected_status", "headers", "body", "expected_body", "follow_redirects", "basic_auth", "bearer_token", "bearer_token_file", "oauth2",
            "proxy_url", "tls", "keep_alive", "preferred_ip_protocol", "ip_protocol_fallback", "source_ip_address", "http2", "body_size_limit",
        ];
        var given = keys.Select(map.Get).Where(node => node is not null).ToList();
        if (given.Count == 0)
        {
            return null;
        }

        if (moduleNode is not null)
        {
            given[0]!.Problem("does not go with module: the module file says how to probe");
            return null;
        }

        return new HttpModule
        {
            Method = HeaderNodes.Method(map.Get("method")).ToUpperInvariant(),
            ValidStatus = HttpModuleReader.Statuses(map.Get("expected_status")),
            Headers = HttpModuleReader.Headers(map.Get("headers")),
            Body = map.Get("body")?.Text() is { } body ? Encoding.UTF8.GetBytes(body) : null,
            FailIfBodyNotMatches = ModuleNodes.Patterns(map.Get("expected_body")) is { Count: > 0 } patterns ? patterns : Array.Empty<Pattern>(),
            FollowRedirects = map.Get("follow_redirects")?.Bool() ?? true,
            Credentials = CredentialsReader.Read(map),
            OAuth = OAuthReader.Read(map.Get("oauth2")),
            Proxy = ProxyReader.Read(map),
            Tls = ModuleNodes.Tls(map.Get("tls")),
            KeepAlive = map.Get("keep_alive")?.Bool() ?? false,
            Ip = ModuleNodes.Ip(map),
            Source = ModuleNodes.Source(map),
            EnableHttp2 = map.Get("http2")?.Bool() ?? true,
            BodySizeLimit = map.Get("body_size_limit")?.Bytes(1, 1L << 40) ?? 0,
        };
    }

    private static List<KeyValuePair<string, string>> Labels(ConfigNode? node)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in node?.Entries() ?? [])
        {
            if (!LabelNames.IsFree(name))
            {
                value.Problem($"\"{name}\" cannot be a label name here; letters, digits and _ only, and none of {LabelNames.Taken}");
            }
            else if (value.Text() is { } text)
            {
                labels.Add(KeyValuePair.Create(name, text));
            }
        }

        return labels;
    }

    /// <summary>The URL without user and password: it becomes a label, and stands in messages.</summary>
    private static string Bare(string url)
    {
        if (url.StartsWith("unix://@", StringComparison.OrdinalIgnoreCase))
        {
            return url; // an abstract socket, no user
        }

        var start = url.IndexOf("://", StringComparison.Ordinal);
        start = start < 0 ? 0 : start + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        var at = url.LastIndexOf('@', (end < 0 ? url.Length : end) - 1);
        return at >= start ? url[..start] + url[(at + 1)..] : url;
    }
}
