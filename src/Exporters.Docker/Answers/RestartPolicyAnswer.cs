namespace Exporters.Docker.Answers;

/// <summary><c>HostConfig.RestartPolicy</c> of a container.</summary>
public sealed class RestartPolicyAnswer
{
    /// <summary>no (or empty), always, unless-stopped or on-failure.</summary>
    public string? Name { get; init; }
}
