using System.Text.Json.Serialization;

namespace Exporters.Docker.Answers;

/// <summary>One line of <c>GET /events</c>.</summary>
internal sealed class EventAnswer
{
    public string? Type { get; init; }

    public string? Action { get; init; }

    /// <summary>The action, where <see cref="Action"/> is missing.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    public EventActor? Actor { get; init; }

    [JsonPropertyName("time")]
    public long Time { get; init; }

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; init; }
}
