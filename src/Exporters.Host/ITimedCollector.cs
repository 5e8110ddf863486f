using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// A collector that asks somebody else, on its own timer, never in a scrape: it publishes a snapshot and shows that.
/// </summary>
internal interface ITimedCollector : ICollector
{
    /// <summary>Asks again and again until it is cancelled. What goes wrong outside is no exception: it is said on the page.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
