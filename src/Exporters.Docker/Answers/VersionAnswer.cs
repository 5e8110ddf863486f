using System.Text.Json.Serialization;

namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>GET /version</c>.</summary>
public sealed class VersionAnswer
{
    /// <summary>The daemon's version, <c>20.10.24+dfsg1</c> say.</summary>
    public string? Version { get; init; }

    /// <summary>The newest API version it speaks.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The oldest API version it speaks.</summary>
    [JsonPropertyName("MinAPIVersion")]
    public string? MinApiVersion { get; init; }
}
