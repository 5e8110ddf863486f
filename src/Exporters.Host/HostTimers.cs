using Exporters.Metrics;
using Microsoft.Extensions.Hosting;

namespace Exporters.Host;

/// <summary>Runs the timers of the host collectors that have one.</summary>
internal sealed class HostTimers(IEnumerable<ICollector> collectors) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(collectors.OfType<ITimedCollector>().Select(collector => collector.RunAsync(stoppingToken)));
}
