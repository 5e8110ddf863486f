using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Batch in, outcome out. Retries, splits, waits for the breaker and isolates poison by itself, and returns when every entry was
/// either acknowledged or refused for good.
/// </summary>
internal interface ISender : IAsyncDisposable
{
    /// <summary>Sends entries of one resource, oldest first. Entries and list stay untouched and owned by the sender until it returns.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: nothing is known of the entries, they must be sent again.</exception>
    ValueTask<SendOutcome> SendAsync(LogResource resource, IReadOnlyList<LogEntry> batch, CancellationToken cancellationToken);
}
