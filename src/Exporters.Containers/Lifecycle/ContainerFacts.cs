using Exporters.Docker.Answers;

namespace Exporters.Containers.Lifecycle;

/// <summary>What the daemon says of a container.</summary>
internal sealed record ContainerFacts
{
    private const string VersionLabel = "org.opencontainers.image.version";
    private static readonly Dictionary<string, string> NoLabels = [];

    public required string Id { get; init; }

    /// <summary>Without its slash.</summary>
    public required string Name { get; init; }

    /// <summary>As it was named at creation.</summary>
    public required string Image { get; init; }

    public required string ImageId { get; init; }

    /// <summary>What the image's label says, else its tag; empty for neither.</summary>
    public required string Version { get; init; }

    /// <summary>created, running, paused, restarting, exited or dead.</summary>
    public required string State { get; init; }

    /// <summary>none, starting, healthy or unhealthy.</summary>
    public required string Health { get; init; }

    /// <summary>The init process; 0 for none.</summary>
    public required int Pid { get; init; }

    public required int ExitCode { get; init; }

    public required bool OomKilled { get; init; }

    public required int RestartCount { get; init; }

    public required string RestartPolicy { get; init; }

    public required string NetworkMode { get; init; }

    public required string CgroupParent { get; init; }

    public required DateTimeOffset? Created { get; init; }

    public required DateTimeOffset? Started { get; init; }

    public required DateTimeOffset? Finished { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    /// <summary>Whether it has processes.</summary>
    public bool IsRunning => State is "running" or "paused";

    /// <summary>Whether its network counters are its own: it has a namespace, and did not borrow it.</summary>
    public bool OwnsNetwork => NetworkMode != "host" && !NetworkMode.StartsWith("container:", StringComparison.Ordinal);

    public static ContainerFacts Of(ContainerDetails details)
    {
        var state = details.State ?? new ContainerStateAnswer();
        var labels = details.Config?.Labels ?? NoLabels;
        var image = details.Config?.Image ?? "";
        return new ContainerFacts
        {
            Id = details.Id,
            Name = details.Name.TrimStart('/'),
            Image = image,
            ImageId = details.Image ?? "",
            Version = labels.GetValueOrDefault(VersionLabel) is { Length: > 0 } version ? version : Tag(image),
            State = KnownState(state.Status),
            Health = KnownHealth(state.Health?.Status),
            Pid = state.Pid,
            ExitCode = state.ExitCode,
            OomKilled = state.OOMKilled,
            RestartCount = details.RestartCount,
            RestartPolicy = details.HostConfig?.RestartPolicy?.Name ?? "",
            NetworkMode = details.HostConfig?.NetworkMode ?? "",
            CgroupParent = details.HostConfig?.CgroupParent ?? "",
            Created = details.CreatedAt,
            Started = state.Started,
            Finished = state.Finished,
            Labels = labels,
            Env = details.Config?.Env ?? [],
        };
    }

    /// <summary>Whether this says of the same container what the other says; its labels and variables never change.</summary>
    public bool SameAs(ContainerFacts other) => this with { Labels = other.Labels, Env = other.Env } == other;

    /// <summary>One of the six states; Podman has more words for them.</summary>
    public static string KnownState(string? state) => state switch
    {
        "created" or "configured" or "initialized" => "created",
        "running" or "stopping" => "running",
        "paused" => "paused",
        "restarting" => "restarting",
        "removing" or "dead" => "dead",
        _ => "exited",
    };

    /// <summary>The health that the status of a list shows: <c>Up 3 minutes (healthy)</c>.</summary>
    public static string HealthOfStatus(string? status) =>
        status is null ? "none"
        : status.EndsWith("(healthy)", StringComparison.Ordinal) ? "healthy"
        : status.EndsWith("(unhealthy)", StringComparison.Ordinal) ? "unhealthy"
        : status.EndsWith("(health: starting)", StringComparison.Ordinal) || status.EndsWith("(starting)", StringComparison.Ordinal) ? "starting"
        : "none";

    private static string KnownHealth(string? health) => health is "starting" or "healthy" or "unhealthy" ? health : "none";

    private static string Tag(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && !name.StartsWith("sha256:", StringComparison.Ordinal) ? name[(colon + 1)..] : "";
    }
}
