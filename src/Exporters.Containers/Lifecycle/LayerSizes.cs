using Exporters.Docker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Lets the daemon measure writable layers, on a slow timer of its own: it walks through all their files, which may take minutes.
/// Off unless asked for.
/// </summary>
internal sealed partial class LayerSizes(
    DockerClient docker, Inventory inventory, TimeSpan interval, TimeProvider time, ILogger<LayerSizes> log)
    : BackgroundService
{
    /// <summary>How long a measurement may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                await MeasureAsync(stoppingToken);
            }
            catch (DockerException e)
            {
                Log.NotMeasured(log, e.Message);
            }

            await Task.Delay(interval, time, stoppingToken);
        }
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var summary in await docker.ListAsync(sizes: true, cancellation))
        {
            sizes[summary.Id] = summary.SizeRw ?? 0;
        }

        inventory.Layers = sizes;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Writable layers were not measured: {Problem}")]
        public static partial void NotMeasured(ILogger logger, string problem);
    }
}
