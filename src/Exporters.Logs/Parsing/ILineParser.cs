using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing;

/// <summary>
/// Bytes to record. One per stream (a file, a container, a unit): it may remember the last format seen there as a fast path, but
/// what comes out of a line never depends on the lines before it, so that a replay is byte-identical.
/// </summary>
internal interface ILineParser
{
    /// <summary>Fills body, severity, attributes, trace and span; the timestamp only when the line tells one, otherwise it stays 0.</summary>
    /// <param name="line">Valid UTF-8 without its line end; joined lines have <c>\n</c> between them.</param>
    /// <param name="readTicks">When it was read, UTC ticks: for years and zones that the line leaves out.</param>
    /// <param name="entry">A cleared entry, perhaps with a timestamp or attributes from the source that a line without its own keeps.</param>
    void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry);
}
