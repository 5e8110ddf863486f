namespace Exporters.Docker;

/// <summary>A piece of a container's log.</summary>
/// <param name="Channel">Where it was written.</param>
/// <param name="Payload">The bytes; valid until the next one is read. A line ends with a newline, a part of a long line does not.</param>
/// <param name="EndsFrame">
/// Whether the daemon's frame ends here. False for the pieces of a frame above 1 MiB, and always true with a terminal, where there
/// are no frames.
/// </param>
public readonly record struct DockerLogFrame(DockerLogChannel Channel, ReadOnlyMemory<byte> Payload, bool EndsFrame);
