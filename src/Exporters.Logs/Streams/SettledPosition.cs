namespace Exporters.Logs.Streams;

/// <summary>Where a stream stands.</summary>
/// <param name="At">Up to here everything is settled.</param>
/// <param name="LastTicks">The timestamp of its last record, UTC ticks.</param>
/// <param name="ModifiedTicks">When its file was written last, UTC ticks.</param>
internal readonly record struct SettledPosition(Position At, long LastTicks, long ModifiedTicks);
