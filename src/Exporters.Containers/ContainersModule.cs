using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Docker.Feed;
using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Containers;

/// <summary>Containers of this host: what they use, and what became of them.</summary>
public static class ContainersModule
{
    /// <summary>Adds the watcher and the collectors; only a report that they are off where nobody wants them.</summary>
    /// <param name="services">Takes them.</param>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="paths">Where the host's file systems are.</param>
    /// <param name="defaultsOff">Only what is asked for by name (<c>--collector.disable-defaults</c>): <c>enabled: true</c> does that.</param>
    /// <param name="registry">Takes the instruments.</param>
    public static IServiceCollection AddContainers(
        this IServiceCollection services, ContainersConfig config, HostPaths paths, bool defaultsOff, InstrumentRegistry registry)
    {
        if (config.Mode == ContainersMode.Off)
        {
            return services.AddSingleton<IModule>(new ContainersOff("turned off by the configuration"));
        }

        if (config.Mode == ContainersMode.Auto && defaultsOff)
        {
            return services.AddSingleton<IModule>(new ContainersOff("turned off by --collector.disable-defaults; containers.enabled: true turns them on"));
        }

        var endpoint = DockerEndpoint.Resolve(config.Endpoint, config.CertificateDirectory, Environment.GetEnvironmentVariable);
        var tree = new CgroupTree(paths);
        var groups = GroupNames.Without(config.DisableMetrics);
        var boot = DateTimeOffset.FromUnixTimeSeconds((long)(BootTime.ReadSeconds(paths.Proc("stat"), unreadable: static _ => { }) ?? 0));
        var root = config.RootCgroup ? UsageTarget.Root(paths, tree, (boot - DateTimeOffset.UnixEpoch).TotalSeconds) : null;
        var inventory = new Inventory();
        services.TryAddSingleton(provider => new DockerFeeds(provider.GetRequiredService<TimeProvider>()));
        var instruments = new RoundInstruments(registry);
        services.AddSingleton(inventory);
        services.AddSingleton<IModule>(new ContainersStatus(inventory));
        services.AddSingleton<IThings>(new ContainersHealth(inventory));
        services.AddSingleton<ICollector>(provider => new UsageCollector(
            inventory, paths, groups, root, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICollector>(provider => new LifecycleCollector(inventory, endpoint.Text, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICollector>(new MachineCollector(inventory, paths));
        services.AddSingleton<IHostedService>(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new ContainerWatcher(
                provider.GetRequiredService<DockerFeeds>().Of(endpoint),
                config,
                new ContainerBook(paths, tree, new ContainerLabels(config.Labels, config.Env, provider.GetRequiredService<ILogger<ContainerLabels>>()), boot, config.HostNetwork),
                new GroupWalk(paths, tree, config.RawCgroups),
                new BackgroundReadings(paths, groups, inventory, time),
                inventory,
                instruments,
                time,
                provider.GetRequiredService<ILogger<ContainerWatcher>>());
        });
        if (config.WritableLayerInterval is { } layerInterval && endpoint.Error is null)
        {
            services.AddSingleton<IHostedService>(provider =>
            {
                var time = provider.GetRequiredService<TimeProvider>();
                return new LayerSizes(
                    new DockerClient(endpoint, LayerSizes.Timeout, time), inventory, layerInterval, time,
                    provider.GetRequiredService<ILogger<LayerSizes>>());
            });
        }

        return services;
    }
}
