namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>GET /info</c>.</summary>
public sealed class InfoAnswer
{
    /// <summary>The daemon's own id.</summary>
    public string? ID { get; init; }

    /// <summary><c>/var/lib/docker</c> as the daemon sees it.</summary>
    public string? DockerRootDir { get; init; }

    /// <summary><c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</summary>
    public string? CgroupDriver { get; init; }

    /// <summary><c>1</c> or <c>2</c>; absent before API 1.41.</summary>
    public string? CgroupVersion { get; init; }
}
