using Exporters.Metrics;

namespace Exporters.Logs.Pipeline;

/// <summary>Why the log module does not run.</summary>
/// <param name="Reason">For <c>exporters_source_unreadable</c>.</param>
/// <param name="Message">For people: what, where, and what to do.</param>
internal sealed record LogFailure(UnavailableReason Reason, string Message);
