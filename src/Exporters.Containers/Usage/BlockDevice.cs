namespace Exporters.Containers.Usage;

/// <summary>A block device as labels show it.</summary>
/// <param name="Path"><c>/dev/sda</c>; empty when unknown.</param>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
internal sealed record BlockDevice(string Path, string Major, string Minor);
