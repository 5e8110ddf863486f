namespace Exporters.Logs.Multiline;

/// <summary>Tells which lines belong together. Bounds in lines, bytes and time are the pipeline's. One per stream; no memory across events.</summary>
internal interface IJoinRule
{
    /// <summary>An event begins with this line; forgets the one before.</summary>
    void Begin(ReadOnlySpan<byte> line);

    /// <summary>Whether this line goes on with the event; if not, the pipeline calls <see cref="Begin"/> with it.</summary>
    bool Joins(ReadOnlySpan<byte> line);
}
