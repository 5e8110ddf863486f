namespace Exporters.Probes.Modules;

/// <summary>Options of the WebSocket prober.</summary>
internal sealed record WebsocketModule
{
    /// <summary>Headers, credentials, certificates and address family of the request that opens the WebSocket.</summary>
    public HttpModule Way { get; init; } = new() { EnableHttp2 = false, KeepAlive = true };

    /// <summary>The conversation, in order: each expects one message, then sends one.</summary>
    public IReadOnlyList<QueryStep> Steps { get; init; } = [];
}
