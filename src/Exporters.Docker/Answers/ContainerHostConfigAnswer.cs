namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>HostConfig</c> of a container.</summary>
public sealed class ContainerHostConfigAnswer
{
    /// <summary>default, bridge, host, none, container:ID or a network's name.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>The cgroup that it was placed under; empty for the daemon's own choice.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>When it is restarted.</summary>
    public RestartPolicyAnswer? RestartPolicy { get; init; }

    /// <summary>Where its log goes.</summary>
    public LogConfigAnswer? LogConfig { get; init; }
}
