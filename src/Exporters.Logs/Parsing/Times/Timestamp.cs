namespace Exporters.Logs.Parsing.Times;

/// <summary>A time as a text gave it.</summary>
/// <param name="Ticks">100 ns since the year 1: UTC when <paramref name="HasZone"/>, the wall clock of some zone otherwise.</param>
/// <param name="HasZone">Whether the text said its zone.</param>
/// <param name="OffsetMinutes">The zone's distance from UTC, east positive; 0 without one.</param>
internal readonly record struct Timestamp(long Ticks, bool HasZone, short OffsetMinutes);
