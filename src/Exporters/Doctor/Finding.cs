namespace Exporters.Doctor;

/// <summary>What <c>exporters doctor</c> says of one source.</summary>
/// <param name="Source">As in the label <c>source</c> of <c>exporters_source_unreadable</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Reason">As in the label <c>reason</c>; empty where it is read.</param>
/// <param name="Detail">What is missing, as the log has it.</param>
/// <param name="Mend">The command that mends it here; null where none is known.</param>
internal sealed record Finding(string Source, Severity Severity, string Reason, string Detail, string? Mend);
