namespace Exporters.Probes.Results;

/// <summary>Facts of a WebSocket probe; seconds are null where it did not come to that phase.</summary>
internal sealed class WebsocketResult
{
    /// <summary>Seconds to resolve the name.</summary>
    public double? ResolveSeconds { get; set; }

    /// <summary>Seconds from address to TCP connection.</summary>
    public double? ConnectSeconds { get; set; }

    /// <summary>Seconds of TLS handshake and request, to the response's headers.</summary>
    public double? ProcessingSeconds { get; set; }

    /// <summary>Seconds of the conversation; null also without one.</summary>
    public double? TransferSeconds { get; set; }

    /// <summary>HTTP status of the response; 0 without one.</summary>
    public int StatusCode { get; set; }

    /// <summary>Whether the WebSocket was opened.</summary>
    public bool IsUpgraded { get; set; }

    /// <summary>Whether the conversation failed.</summary>
    public bool FailedByRegex { get; set; }
}
