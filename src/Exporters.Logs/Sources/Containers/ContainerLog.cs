using Exporters.Logs.Records;

namespace Exporters.Logs.Sources.Containers;

/// <summary>The log of a container.</summary>
/// <param name="Id">The container's id, 64 hexadecimal digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Resource">What its stream is called.</param>
/// <param name="Place">Where it is read.</param>
/// <param name="Path">The file, if it is one.</param>
/// <param name="HasTerminal">Whether the container has a terminal: its stream is not framed.</param>
/// <param name="IsRunning">Whether it may write more without being started first.</param>
/// <param name="StartedAt">When it was started the last time; null when never.</param>
internal sealed record ContainerLog(
    string Id, string Name, LogResource Resource, LogPlace Place, string Path, bool HasTerminal, bool IsRunning, string? StartedAt);
