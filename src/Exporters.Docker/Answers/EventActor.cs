namespace Exporters.Docker.Answers;

/// <summary>Whom an event is about.</summary>
internal sealed class EventActor
{
    public string? ID { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
