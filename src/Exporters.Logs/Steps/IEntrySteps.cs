using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>What a source does with each record before it is sent: filter, sample, redact, rate limit, derive metrics, in the order written.</summary>
internal interface IEntrySteps
{
    /// <summary>Changes the record; null to keep it, or the bounded reason for which it is dropped (<c>filtered</c>, <c>sampled</c>, <c>rate_limited</c>).</summary>
    /// <param name="entry">The record, its timestamp fixed.</param>
    /// <param name="identity">The same number for the same line on every replay: what sampling must go by.</param>
    string? Apply(LogEntry entry, ulong identity);
}
