namespace Exporters.Containers.Usage;

/// <summary>A block device as labels show it.</summary>
/// <param name="Path"><c>/dev/sda</c>; <c>259:9</c> where the machine has no name for the number.</param>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
internal sealed record BlockDevice(string Path, string Major, string Minor);
