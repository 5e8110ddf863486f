namespace Exporters.Docker;

/// <summary>Something happened to a container.</summary>
/// <param name="ContainerId">64 hexadecimal digits.</param>
/// <param name="Action">create, start, die, oom, kill, stop, restart, pause, unpause, rename, destroy, update or <c>health_status: …</c>.</param>
/// <param name="TimeNanoseconds">When, in nanoseconds since 1970 by the daemon's clock.</param>
/// <param name="Attributes">exitCode of a die, signal of a kill, the container's name, image and labels.</param>
public sealed record DockerEvent(string ContainerId, string Action, long TimeNanoseconds, IReadOnlyDictionary<string, string> Attributes);
