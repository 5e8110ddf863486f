using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Groups;
using Exporters.Systemd.Logind;
using Exporters.Systemd.Units;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exporters.Systemd;

/// <summary>Units of systemd: which settings they have, and how they are put into the program.</summary>
public static class SystemdModule
{
    /// <summary>Every setting of the module.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = SystemdSettings.All;

    /// <summary>Registers the collectors, the watch over the managers and the module's report.</summary>
    /// <param name="services">Takes them.</param>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="settings">What has a flag.</param>
    /// <param name="paths">Where the host's file systems are.</param>
    /// <param name="defaultsOff">Only collectors that are asked for by name: <c>--collector.disable-defaults</c>.</param>
    /// <param name="registry">Takes the instruments.</param>
    public static IServiceCollection AddSystemd(
        this IServiceCollection services, SystemdConfig config, SettingValues settings, HostPaths paths, bool defaultsOff, InstrumentRegistry registry)
    {
        if (settings.Switch(SystemdSettings.Logind) && config.Enabled != false)
        {
            AddLogind(services, config, paths);
        }

        var node = IsOn(SystemdSettings.Node, settings, defaultsOff);
        var units = ShowsUnits(config, settings, defaultsOff);
        if (config.Enabled == false || !(node || units))
        {
            return services.AddSingleton<IModule, SystemdOff>();
        }

        var options = SystemdOptions.From(config, settings);
        var instruments = new RoundInstruments(registry);
        services.AddSingleton(provider => new SystemdWatch(
            config, options, paths, instruments, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>(), Environment.GetEnvironmentVariable));
        services.AddHostedService(provider => provider.GetRequiredService<SystemdWatch>());
        services.AddSingleton<IModule>(provider => provider.GetRequiredService<SystemdWatch>());
        services.AddSingleton<IThings>(provider => new UnitsHealth(provider.GetRequiredService<SystemdWatch>()));
        services.AddSingleton<IThings>(provider => new GroupsHealth(provider.GetRequiredService<SystemdWatch>(), config.Groups));
        if (node)
        {
            services.AddSingleton<ICollector>(provider => new NodeSystemdCollector(
                provider.GetRequiredService<SystemdWatch>(), options, new UnitUsage(paths), provider.GetRequiredService<TimeProvider>()));
        }

        if (units)
        {
            services.AddSingleton<ICollector>(provider => new UnitsCollector(
                provider.GetRequiredService<SystemdWatch>(), options, config.Groups, new UnitUsage(paths), provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }

    /// <summary>Whether units are shown under systemd_exporter's names.</summary>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="settings">What has a flag.</param>
    /// <param name="defaultsOff">Only collectors that are asked for by name.</param>
    public static bool ShowsUnits(SystemdConfig config, SettingValues settings, bool defaultsOff) =>
        config.Enabled != false && IsOn(SystemdSettings.Units, settings, defaultsOff);

    private static bool IsOn(Setting setting, SettingValues settings, bool defaultsOff) =>
        settings.IsGiven(setting) ? settings.Switch(setting) : !defaultsOff;

    private static void AddLogind(IServiceCollection services, SystemdConfig config, HostPaths paths)
    {
        services.AddSingleton(provider => new LogindWatcher(
            BusTargets.SystemBusAddress(config.Address, paths, Environment.GetEnvironmentVariable), config.Interval, SystemdWatch.Deadline,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger("logind")));
        services.AddHostedService(provider => provider.GetRequiredService<LogindWatcher>());
        services.AddSingleton<ICollector>(provider => new LogindCollector(provider.GetRequiredService<LogindWatcher>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Nobody wants it.</summary>
    private sealed class SystemdOff : IModule
    {
        public string Name => "systemd";

        public ModuleReport Report() => new(ModuleState.Off, "turned off by the configuration");
    }
}
