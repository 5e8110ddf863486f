namespace Exporters.Docker.Answers;

/// <summary><c>HostConfig.LogConfig</c> of a container.</summary>
public sealed class LogConfigAnswer
{
    /// <summary>The log driver: json-file, local, journald, none, …</summary>
    public string? Type { get; init; }
}
