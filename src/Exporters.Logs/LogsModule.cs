using Exporters.Docker.Feed;
using Exporters.Logs.Otlp;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Steps;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs;

/// <summary>Follows logs and forwards them over OTLP.</summary>
public static class LogsModule
{
    /// <summary>Adds the service, its place in <c>/health</c> and its families on the page.</summary>
    /// <param name="services">Takes them.</param>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="registry">Takes the instruments.</param>
    public static IServiceCollection AddLogs(this IServiceCollection services, LogsConfig config, InstrumentRegistry registry)
    {
        var instruments = new SenderInstruments(registry);
        services.TryAddSingleton(provider => new DockerFeeds(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DerivedMetrics>();
        services.AddSingleton<ICollector>(provider => provider.GetRequiredService<DerivedMetrics>());
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            var metrics = provider.GetRequiredService<DerivedMetrics>();
            var daemons = provider.GetRequiredService<DockerFeeds>();
            return new LogService(config, () => PipelineSources.Create(config, daemons, time, loggers, metrics), instruments, time, loggers);
        });
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LogService>());
        services.AddSingleton<IModule>(provider => provider.GetRequiredService<LogService>());
        services.AddSingleton<IThings>(provider => new SourcesHealth(config, provider.GetRequiredService<LogService>()));
        services.AddSingleton<ICollector>(provider => new LedgerCollector(provider.GetRequiredService<LogService>()));
        return services;
    }
}
