using System.Text.Json.Serialization;

namespace Exporters.Docker.Answers;

/// <summary>The body of every refusal.</summary>
internal sealed class ErrorAnswer
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
