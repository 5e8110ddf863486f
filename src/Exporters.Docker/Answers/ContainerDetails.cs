namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>GET /containers/{id}/json</c>.</summary>
public sealed class ContainerDetails
{
    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name with its slash.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image's id, <c>sha256:…</c>.</summary>
    public string? Image { get; init; }

    /// <summary>RFC 3339; see <see cref="CreatedAt"/>.</summary>
    public string? Created { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt => DockerTime.Parse(Created);

    /// <summary>Restarts by its restart policy since it was last started by hand.</summary>
    public int RestartCount { get; init; }

    /// <summary>The file that its json-file log goes to; empty for other log drivers.</summary>
    public string? LogPath { get; init; }

    /// <summary>How it fares.</summary>
    public ContainerStateAnswer? State { get; init; }

    /// <summary>What it was made of.</summary>
    public ContainerConfigAnswer? Config { get; init; }

    /// <summary>How it is placed on the host.</summary>
    public ContainerHostConfigAnswer? HostConfig { get; init; }
}
