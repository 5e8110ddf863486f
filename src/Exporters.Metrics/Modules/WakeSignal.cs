namespace Exporters.Metrics.Modules;

/// <summary>
/// Wakes one loop that waits. Signals that come while nobody waits are one; the next wait ends at once. Any thread may signal, one at
/// a time may wait.
/// </summary>
public sealed class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    /// <summary>Ends the wait, or the next one.</summary>
    public void Set()
    {
        if (_semaphore.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread did in between.
        }
    }

    /// <summary>Waits for a signal.</summary>
    public Task WaitAsync(CancellationToken cancellation = default) => _semaphore.WaitAsync(cancellation);

    /// <summary>Waits for a signal, or so long; true when the signal came.</summary>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellation) => _semaphore.WaitAsync(longest, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _semaphore.Dispose();
}
