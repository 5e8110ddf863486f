namespace Exporters.Docker.Answers;

/// <summary>What is read of one entry of <c>GET /containers/json</c>.</summary>
public sealed class ContainerSummary
{
    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>Names, each with a slash before it; the container's own is the one without another slash.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The image as it was named at creation.</summary>
    public string? Image { get; init; }

    /// <summary>created, running, paused, restarting, removing, exited or dead.</summary>
    public string? State { get; init; }

    /// <summary>For people: <c>Up 3 minutes (unhealthy)</c>; the only place of this answer that tells the health.</summary>
    public string? Status { get; init; }

    /// <summary>The container's labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Bytes of the writable layer; only where sizes were asked for, and not for 0.</summary>
    public long? SizeRw { get; init; }
}
