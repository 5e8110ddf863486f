using Exporters.Configuration.Settings;
using Exporters.Host.Self;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exporters.Host;

/// <summary>The host's own metrics: which settings they have, and how they are put into the program.</summary>
public static class HostModule
{
    /// <summary>Turns off every collector that is not asked for by name.</summary>
    public static readonly Setting DisableDefaults = Setting.Switch(
        "collector.disable-defaults", false, "Run only the collectors that are enabled by name; containers with containers.enabled: true in the file.");

    /// <summary>The on/off setting of each collector, by the collector's name.</summary>
    public static readonly IReadOnlyDictionary<string, Setting> Switches = HostCollectors.All.ToDictionary(
        collector => collector.Name,
        collector => Setting.Switch($"collector.{collector.Name}", collector.EnabledByDefault, $"Run the {collector.Name} collector."),
        StringComparer.Ordinal);

    /// <summary>Every setting of the module.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
        [DisableDefaults, .. Switches.Values, .. HostCollectors.All.SelectMany(collector => collector.Settings)];

    /// <summary>The collectors that the settings leave on.</summary>
    public static IEnumerable<HostCollector> Enabled(SettingValues settings)
    {
        var defaultsOff = settings.Switch(DisableDefaults);
        return HostCollectors.All.Where(collector => settings.IsGiven(Switches[collector.Name])
            ? settings.Switch(Switches[collector.Name])
            : collector.EnabledByDefault && !defaultsOff);
    }

    /// <summary>Registers the collectors and the module's report.</summary>
    public static IServiceCollection AddHost(this IServiceCollection services, SettingValues settings, HostPaths paths)
    {
        foreach (var collector in Enabled(settings))
        {
            services.AddSingleton<ICollector>(provider => collector.Make(new HostContext(
                paths, settings, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())));
        }

        services.AddHostedService<HostTimers>();
        return services.AddSingleton<IModule, HostReport>();
    }

    /// <summary>Registers the metrics about this process, which are on every page whatever else is switched off.</summary>
    public static IServiceCollection AddProcessMetrics(this IServiceCollection services) =>
        services.AddSingleton<ICollector>(provider => new ProcessCollector(provider.GetRequiredService<TimeProvider>()));

    /// <summary>Host collectors read at the scrape: there is nothing to start and nothing that could die.</summary>
    private sealed class HostReport : IModule
    {
        public string Name => "host";

        public ModuleReport Report() => new(ModuleState.Running, "");
    }
}
