using System.IO.Pipelines;
using Exporters.Hosting;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Modules;
using Exporters.Metrics.Running;

namespace Exporters.Commands;

/// <summary><c>exporters metrics</c>: one page to standard output, in text 0.0.4.</summary>
internal static class MetricsCommand
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyCheck = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(AppConfig config, CancellationToken cancellationToken)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        Composition.Add(builder.Services, config);
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var time = host.Services.GetRequiredService<TimeProvider>();
        var modules = host.Services.GetServices<IModule>().ToArray();
        var started = time.GetTimestamp();
        while (modules.Any(module => module.Report().State == ModuleState.Starting) && time.GetElapsedTime(started) < ReadyDeadline)
        {
            await Task.Delay(ReadyCheck, time, cancellationToken);
        }

        var runner = host.Services.GetRequiredService<CollectorRunner>();
        using (var scrape = await runner.ScrapeAsync(CollectorSelection.All, ScrapeDeadline.Default, cancellationToken))
        {
            new ConflictLog(host.Services.GetRequiredService<ILoggerFactory>()).Write(scrape.Page);
            var output = PipeWriter.Create(Console.OpenStandardOutput());
            scrape.Page.Write(output, ExpositionFormat.Text);
            await output.CompleteAsync();
        }

        await host.StopAsync(cancellationToken);
        return 0;
    }
}
