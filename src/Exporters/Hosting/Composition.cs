using Exporters.Containers;
using Exporters.Host;
using Exporters.Logging;
using Exporters.Logs;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Running;
using Exporters.Probes;
using Exporters.Systemd;

namespace Exporters.Hosting;

/// <summary>Puts the modules together: one line each.</summary>
internal static class Composition
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds all that the configuration asks for; returns where further instruments go.</summary>
    public static InstrumentRegistry Add(IServiceCollection services, AppConfig config)
    {
        var instruments = new InstrumentRegistry();
        AddLogging(services, config);
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = ShutdownTimeout + (config.Logs.Enabled ? config.Logs.ShutdownTimeout : TimeSpan.Zero);

            // A module that dies says so on /health and on the page; the rest goes on.
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });

        if (config.HostEnabled)
        {
            services.AddHost(config.Settings, config.Paths);
        }

        var defaultsOff = config.Settings.Switch(HostModule.DisableDefaults);
        services.AddSystemd(config.Systemd, config.Settings, config.Paths, defaultsOff, instruments);
        services.AddContainers(config.Containers, config.Paths, defaultsOff, instruments);
        services.AddProbes(config.Probes, instruments);
        if (config.Logs.Enabled)
        {
            services.AddLogs(config.Logs, instruments);
        }

        var showsProcess = !config.Settings.Switch(ServerSettings.DisableExporterMetrics);
        services.AddSingleton<ICollector>(_ => new InstrumentCollector(instruments, showsProcess));
        if (showsProcess)
        {
            services.AddProcessMetrics();
        }

        services.AddSingleton<ICollector>(new BuildInfoCollector(SystemdModule.ShowsUnits(config.Systemd, config.Settings, defaultsOff), config.Probes.IsGiven));
        services.AddSingleton<ICollector>(new PatternCollector(() => [.. config.Patterns, .. config.Settings.Patterns]));
        services.AddSingleton<ScrapeOutcomeLog>();
        services.AddSingleton(provider => new CollectorRunner(
            provider.GetServices<ICollector>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ScrapeOutcomeLog>().Write));
        return instruments;
    }

    /// <summary>What a command needs that runs the log module alone.</summary>
    public static ServiceProvider ForLogs(AppConfig config)
    {
        var services = new ServiceCollection();
        AddLogging(services, config);
        return services.BuildServiceProvider();
    }

    private static void AddLogging(IServiceCollection services, AppConfig config)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ILoggerProvider>(provider => new StderrLoggerProvider(
            LevelName.Parse(config.Settings.Text(ServerSettings.LogLevel)),
            config.Settings.Text(ServerSettings.LogFormat) == "json" ? LineFormat.Json : LineFormat.Logfmt,
            provider.GetRequiredService<TimeProvider>(),
            Console.OpenStandardError()));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
    }
}
