using Exporters.Linux.Journal;

namespace Exporters.Logs.Sources.Journal;

/// <summary>A place in the journal at which reading may go on once everything before it is settled.</summary>
/// <param name="Offset">The number of the last entry before it.</param>
/// <param name="Bytes">Bytes read up to there.</param>
/// <param name="Place">Where that entry is.</param>
internal readonly record struct JournalStep(long Offset, long Bytes, JournalPlace Place);
