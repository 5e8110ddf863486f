namespace Exporters.Logs.Streams;

/// <summary>
/// What a replay could not find out from the file again: when lines from this offset on were read, and whether waiting for more
/// had ended an event here. Written before the lines are sent for the first time.
/// </summary>
/// <param name="Offset">From here on, to the next mark.</param>
/// <param name="ReadTicks">When they were read, UTC ticks.</param>
/// <param name="Breaks">Whether an event, or a line without end, was closed right before the offset because nothing followed.</param>
internal readonly record struct ReplayMark(long Offset, long ReadTicks, bool Breaks);
