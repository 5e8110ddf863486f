using Exporters.Configuration.Settings;

namespace Exporters;

/// <summary>Settings of the program itself, under the names that node_exporter's users have in their unit files.</summary>
internal static class ServerSettings
{
    public static readonly Setting ConfigFile = Setting.Text(
        "config.file", "", "The configuration file. Without it /etc/exporters/exporters.yaml is read if it exists.");

    public static readonly Setting ListenAddress = Setting.Texts(
        "web.listen-address", "127.0.0.1:9200", "Address and port to listen on; may be repeated. \":9200\" is every address.") with
    {
        Check = text => Hosting.ListenAddress.TryParse(text, out _)
            ? null
            : $"must be HOST:PORT such as 127.0.0.1:9200, [::1]:9200 or :9200, got \"{text}\"",
    };

    public static readonly Setting TelemetryPath = Setting.Text("web.telemetry-path", "/metrics", "Path of the metrics page.") with
    {
        Check = text => text.StartsWith('/') && text.Length > 1 ? null : $"must begin with / and name a page, got \"{text}\"",
    };

    public static readonly Setting WebConfigFile = Setting.Text(
        "web.config.file", "", "File with TLS, basic authentication and headers in the format of Prometheus' exporter-toolkit.");

    public static readonly Setting MaxRequests = Setting.Number(
        "web.max-requests", 40, "Scrapes at once, above which 503 is answered; 0 for no limit.");

    public static readonly Setting DisableExporterMetrics = Setting.Switch(
        "web.disable-exporter-metrics", false, "Leave out the metrics about this process (process_*, promhttp_*, exporters_http_*, exporters_scrape_duration_seconds).");

    public static readonly Setting ProcFs = Setting.Text("path.procfs", "/proc", "Where the host's proc file system is mounted.");

    public static readonly Setting SysFs = Setting.Text("path.sysfs", "/sys", "Where the host's sys file system is mounted.");

    public static readonly Setting RootFs = Setting.Text("path.rootfs", "/", "Where the host's root is mounted.");

    public static readonly Setting UdevData = Setting.Text("path.udev.data", "/run/udev/data", "Where udev keeps its data base.");

    public static readonly Setting LogLevel = Setting.OneOf("log.level", "info", "Least severity that is logged.", "debug", "info", "warn", "error");

    public static readonly Setting LogFormat = Setting.OneOf("log.format", "logfmt", "How lines are logged to standard error.", "logfmt", "json");

    public static IReadOnlyList<Setting> All { get; } =
    [
        ConfigFile, ListenAddress, TelemetryPath, WebConfigFile, MaxRequests, DisableExporterMetrics,
        ProcFs, SysFs, RootFs, UdevData, LogLevel, LogFormat,
    ];
}
