using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Exporters.Probes.Endpoint;
using Exporters.Probes.Resolve;
using Exporters.Probes.Schedule;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Probes;

/// <summary>Registers the probes: the targets of the configuration on their own timers, and <see cref="ProbeEndpoint"/> for <c>/probe</c>.</summary>
public static class ProbesModule
{
    /// <summary>Adds them.</summary>
    /// <param name="services">Takes them.</param>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="registry">Takes the instruments.</param>
    public static IServiceCollection AddProbes(this IServiceCollection services, ProbesConfig config, InstrumentRegistry registry)
    {
        var probes = new ProbeInstruments(registry);
        var endpoint = config.IsGiven ? new EndpointInstruments(registry, TimeProvider.System) : null;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ProbeRunner(provider.GetRequiredService<TimeProvider>(), new HostResolver(), probes));
        services.AddSingleton(provider => new ProbeEndpoint(
            config, provider.GetRequiredService<ProbeRunner>(), provider.GetRequiredService<TimeProvider>(), endpoint));

        if (config.Targets.Count > 0)
        {
            services.AddSingleton(provider => new ProbeScheduler(
                config,
                provider.GetRequiredService<ProbeRunner>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ProbeScheduler>>()));
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ProbeScheduler>());
            services.AddSingleton<IThings>(provider => new ProbesHealth(provider.GetRequiredService<ProbeScheduler>()));
            services.AddSingleton<ICollector>(provider => new ProbeCollector(
                provider.GetRequiredService<ProbeScheduler>(), provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<IModule>(provider => new ProbesStatus(provider.GetService<ProbeScheduler>()));
        return services;
    }
}
