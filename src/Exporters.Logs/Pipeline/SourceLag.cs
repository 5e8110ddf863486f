using Exporters.Logs.Streams;

namespace Exporters.Logs.Pipeline;

/// <summary>How far a source is behind.</summary>
/// <param name="Ledger">The source.</param>
/// <param name="Bytes">Bytes that are there and not acknowledged.</param>
/// <param name="Seconds">Age of the newest acknowledged record while there are others behind it, in seconds; 0 when there are none.</param>
/// <param name="StandsSince">Timestamp of its last progress while something waits; null when nothing does.</param>
internal readonly record struct SourceLag(SourceLedger Ledger, long Bytes, double Seconds, long? StandsSince);
