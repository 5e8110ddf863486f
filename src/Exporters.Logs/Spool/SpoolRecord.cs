namespace Exporters.Logs.Spool;

/// <summary>What comes next in a spool.</summary>
/// <param name="kind">Bytes, or why there are none.</param>
/// <param name="start">Offset of the first byte.</param>
/// <param name="end">Offset after the last byte.</param>
/// <param name="ticks">When the bytes were appended, UTC ticks.</param>
/// <param name="lines">How many lines are missing; of bytes 0.</param>
/// <param name="bytes">The bytes, until the next record is read; empty when they are missing.</param>
internal readonly ref struct SpoolRecord(SpoolRecordKind kind, long start, long end, long ticks, long lines, ReadOnlySpan<byte> bytes)
{
    public SpoolRecordKind Kind { get; } = kind;

    public long Start { get; } = start;

    public long End { get; } = end;

    public long Ticks { get; } = ticks;

    public long Lines { get; } = lines;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
