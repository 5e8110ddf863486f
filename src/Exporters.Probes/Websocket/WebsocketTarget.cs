using System.Diagnostics.CodeAnalysis;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;

namespace Exporters.Probes.Websocket;

/// <summary>Targets <c>ws://host:port/path</c> and <c>wss://…</c>, RFC 6455 3.</summary>
internal static class WebsocketTarget
{
    /// <summary>How such a target is written.</summary>
    public const string Form = "a ws:// or wss:// URL";

    /// <summary>Reads a target as the URL of the request that opens the WebSocket; false when it is none.</summary>
    public static bool TryParse(string target, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        return (target.StartsWith("ws://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("wss://", StringComparison.OrdinalIgnoreCase))
            && ProbeUrl.TryParse("http" + target[2..], out url);
    }

    /// <summary>Where such a URL leads, under the scheme of the target.</summary>
    public static HopTarget Hop(Uri url) => HopTarget.Of(url) with { Scheme = url.Scheme == "https" ? "wss" : "ws" };
}
