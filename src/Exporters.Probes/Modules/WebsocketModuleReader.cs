using Exporters.Configuration;
using Exporters.Probes.OAuth;

namespace Exporters.Probes.Modules;

/// <summary>The <c>websocket</c> part of a module.</summary>
internal static class WebsocketModuleReader
{
    /// <summary>Reads it; a module without that part only opens the WebSocket.</summary>
    public static WebsocketModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new WebsocketModule();
        }

        var map = node.Map();
        var steps = map.Get("query_response");
        var module = new WebsocketModule
        {
            Way = Way(map.Get("http_config")) with { Ip = ModuleNodes.Ip(map) },
            Steps = QueryStepReader.Read(steps),
        };
        var headers = HttpModuleReader.TypedHeaders(map.Get("headers"));
        map.RejectUnknown();
        if (module.Steps.Any(step => step.StartTls || step.ExpectBytes.Length > 0 || step.Labels.Count > 0))
        {
            steps!.Problem("the websocket prober has expect and send only; take expect_bytes, labels and starttls out");
        }

        return module with { Way = module.Way with { Headers = [.. module.Way.Headers, .. headers] } };
    }

    /// <summary><c>http_config</c>; a WebSocket is opened over HTTP/1.1 and no redirect is followed, whatever it says of that.</summary>
    private static HttpModule Way(ConfigNode? node)
    {
        var way = new WebsocketModule().Way;
        if (node is null)
        {
            return way;
        }

        var map = node.Map();
        way = way with
        {
            Credentials = CredentialsReader.Read(map),
            OAuth = OAuthReader.Read(map.Get("oauth2")),
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
            Headers = HttpModuleReader.TypedHeaders(map.Get("http_headers")),
        };
        _ = map.Get("follow_redirects")?.Bool();
        _ = map.Get("enable_http2")?.Bool();
        if (ProxyReader.Read(map).IsSet)
        {
            node.Problem("the websocket prober connects directly; take proxy_url and proxy_from_environment out");
        }

        map.RejectUnknown();
        return way;
    }
}
