using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Containers;
using Exporters.Host;
using Exporters.Linux;
using Exporters.Logs;
using Exporters.Probes;
using Exporters.Systemd;

namespace Exporters;

/// <summary>Puts file, environment and flags together, and notes every problem on the way.</summary>
internal static class AppConfigReader
{
    private const string DefaultFile = "/etc/exporters/exporters.yaml";

    /// <summary>Every setting that has a flag.</summary>
    public static IReadOnlyList<Setting> AllSettings { get; } = [.. ServerSettings.All, .. HostModule.Settings, .. SystemdModule.Settings];

    /// <summary>Reads everything.</summary>
    /// <param name="applyFlags">Sets what was said on the command line, over all else.</param>
    /// <param name="report">Takes the problems; the result is usable only when there are none.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    public static AppConfig Read(Action<SettingValues> applyFlags, ConfigReport report, Func<string, string?> environment)
    {
        var values = new SettingValues();
        SettingsReader.ReadEnvironment([ServerSettings.ConfigFile], values, report, environment);
        applyFlags(values);
        var file = values.Text(ServerSettings.ConfigFile);
        if (file.Length == 0 && File.Exists(DefaultFile))
        {
            file = DefaultFile;
        }

        values = new SettingValues();
        var config = new AppConfig { Settings = values, Paths = new HostPaths() };
        if (file.Length > 0 && ConfigFile.Load(file, report, environment) is { } root)
        {
            config = ReadFile(root.Map(), config);
        }

        SettingsReader.ReadEnvironment(AllSettings, values, report, environment);
        applyFlags(values);
        return config with
        {
            Patterns = report.Patterns,
            Paths = new HostPaths(
                values.Text(ServerSettings.ProcFs), values.Text(ServerSettings.SysFs),
                values.Text(ServerSettings.RootFs), values.Text(ServerSettings.UdevData)),
        };
    }

    private static AppConfig ReadFile(ConfigMap root, AppConfig config)
    {
        if (root.Get("server")?.Map() is { } server)
        {
            ReadServer(server, config.Settings);
        }

        if (root.Get("host")?.Map() is { } host)
        {
            config = config with { HostEnabled = host.Get("enabled")?.Bool() ?? true };
            HostSection.Read(host, config.Settings);
        }

        config = config with { Systemd = SystemdConfigReader.Read(root.Get("systemd"), config.Settings) };
        config = config with { Containers = ContainersConfigReader.Read(root.Get("containers")) };
        config = config with { Probes = ProbesConfigReader.Read(root.Get("probes"), root.Node.Report) };
        config = config with { Logs = LogsConfigReader.Read(root.Get("logs"), root.Node.Report) };
        root.RejectUnknown();
        return config;
    }

    private static void ReadServer(ConfigMap server, SettingValues values)
    {
        foreach (var (key, setting) in new[]
        {
            ("listen", ServerSettings.ListenAddress),
            ("telemetry_path", ServerSettings.TelemetryPath),
            ("web_config_file", ServerSettings.WebConfigFile),
            ("max_requests", ServerSettings.MaxRequests),
            ("log_level", ServerSettings.LogLevel),
            ("log_format", ServerSettings.LogFormat),
        })
        {
            if (server.Get(key) is { } node)
            {
                SettingsReader.ReadNode(node, setting, values);
            }
        }

        server.RejectUnknown();
    }
}
