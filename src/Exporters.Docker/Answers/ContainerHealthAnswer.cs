namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>State.Health</c> of a container.</summary>
public sealed class ContainerHealthAnswer
{
    /// <summary>none, starting, healthy or unhealthy.</summary>
    public string? Status { get; init; }
}
