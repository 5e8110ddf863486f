namespace Exporters.Logs.Framing;

/// <summary>Where an event lies in its stream: first byte, and the byte after its last line's end.</summary>
internal readonly record struct ByteRange(long Start, long End);
