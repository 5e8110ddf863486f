namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>State</c> of a container.</summary>
public sealed class ContainerStateAnswer
{
    /// <summary>created, running, paused, restarting, removing, exited or dead.</summary>
    public string? Status { get; init; }

    /// <summary>The init process as the host numbers it; 0 when there is none.</summary>
    public int Pid { get; init; }

    /// <summary>How it ended last; 0 as well when it never did.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the kernel's out-of-memory killer ended it.</summary>
    public bool OOMKilled { get; init; }

    /// <summary>RFC 3339; see <see cref="Started"/>.</summary>
    public string? StartedAt { get; init; }

    /// <summary>RFC 3339; see <see cref="Finished"/>.</summary>
    public string? FinishedAt { get; init; }

    /// <summary>When it was last started; null when it never was.</summary>
    public DateTimeOffset? Started => DockerTime.Parse(StartedAt);

    /// <summary>When it last ended; null when it never did.</summary>
    public DateTimeOffset? Finished => DockerTime.Parse(FinishedAt);

    /// <summary>Absent without a health check.</summary>
    public ContainerHealthAnswer? Health { get; init; }
}
