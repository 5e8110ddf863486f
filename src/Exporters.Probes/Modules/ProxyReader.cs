using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary><c>proxy_url</c>, <c>no_proxy</c>, <c>proxy_from_environment</c> and <c>proxy_connect_header</c>.</summary>
internal static class ProxyReader
{
    /// <summary>Reads them.</summary>
    public static ProxyOptions Read(ConfigMap map)
    {
        var urlNode = map.Get("proxy_url");
        var noProxy = map.Get("no_proxy");
        var fromEnvironment = map.Get("proxy_from_environment");
        var connectHeader = map.Get("proxy_connect_header");
        var options = new ProxyOptions
        {
            Url = Url(urlNode),
            NoProxy = noProxy?.Text() ?? "",
            FromEnvironment = fromEnvironment?.Bool() ?? false,
            ConnectHeaders = ConnectHeaders(connectHeader),
        };
        if (options.FromEnvironment && (urlNode ?? noProxy) is { } both)
        {
            both.Problem("does not go with proxy_from_environment: the environment says which proxy");
        }

        if (noProxy is not null && urlNode is null && !options.FromEnvironment)
        {
            noProxy.Problem("needs proxy_url");
        }

        if (connectHeader is not null && !options.IsSet)
        {
            connectHeader.Problem("needs proxy_url or proxy_from_environment");
        }

        return options;
    }

    private static Uri? Url(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return null;
        }

        if (ProxyOptions.TryParse(text, out var url))
        {
            return url;
        }

        node.Problem($"must be {ProxyOptions.Form}, got \"{text}\"");
        return null;
    }

    private static List<RequestHeader> ConnectHeaders(ConfigNode? node)
    {
        var headers = new List<RequestHeader>();
        foreach (var (name, values) in node?.Entries() ?? [])
        {
            HeaderNodes.CheckName(name, values);
            headers.AddRange(values.Items().Select(HeaderNodes.Value).OfType<string>().Select(value => new RequestHeader(name, value, IsSecret: true)));
        }

        return headers;
    }
}
