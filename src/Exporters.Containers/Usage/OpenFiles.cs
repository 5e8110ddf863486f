namespace Exporters.Containers.Usage;

/// <summary>What the processes of a group have open.</summary>
/// <param name="Files">Open file descriptors; null where they must not be listed.</param>
/// <param name="Sockets">Sockets among them.</param>
/// <param name="SoftLimit">How many the first process may have open; -1 for no limit, null where unknown.</param>
internal sealed record OpenFiles(long? Files, long? Sockets, long? SoftLimit);
