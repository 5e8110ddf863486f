namespace Exporters.Probes.Results;

/// <summary>Facts of a gRPC probe.</summary>
internal sealed class GrpcResult
{
    /// <summary>Seconds to resolve the name; 0 when it did not resolve.</summary>
    public double ResolveSeconds { get; set; }

    /// <summary>Seconds from address to answer, connection and TLS included; null when it did not come to that.</summary>
    public double? CheckSeconds { get; set; }

    /// <summary>Whether the answer came over TLS.</summary>
    public bool IsTls { get; set; }

    /// <summary>Status code of the call; 0 (OK) also when there was none.</summary>
    public int StatusCode { get; set; }

    /// <summary>What the server says of the service, as <c>SERVING</c>; null without an answer.</summary>
    public string? Serving { get; set; }
}
