using Exporters.Configuration.Settings;

namespace Exporters.Systemd;

/// <summary>The knobs that users of node_exporter and of systemd_exporter know, under the same names.</summary>
internal static class SystemdSettings
{
    public static readonly Setting Node = Setting.Switch(
        "collector.systemd", true, "Publish node_systemd_* of the system's manager, where one answers.");

    public static readonly Setting Units = Setting.Switch(
        "collector.systemd_units", true, "Publish systemd_* of the system's and the users' managers, where they answer.");

    public static readonly Setting Logind = Setting.Switch(
        "collector.logind", false, "Publish node_logind_sessions, the sessions of logind.");

    public static readonly Setting NodeUnitInclude = Setting.Regex(
        "collector.systemd.unit-include", ".+", "Units shown as node_systemd_*: whole names that match this and not the exclude pattern.");

    public static readonly Setting NodeUnitExclude = Setting.Regex(
        "collector.systemd.unit-exclude", @".+\.(automount|device|mount|scope|slice)", "Units not shown as node_systemd_*: whole names.");

    public static readonly Setting NodePrivate = Setting.Switch(
        "collector.systemd.private", false, "Ask the manager on its private socket only, never over the bus; needs root.");

    public static readonly Setting NodeTasks = Setting.Switch(
        "collector.systemd.enable-task-metrics", false, "Publish node_systemd_unit_tasks_current and _max.");

    public static readonly Setting NodeRestarts = Setting.Switch(
        "collector.systemd.enable-restarts-metrics", false, "Publish node_systemd_service_restart_total.");

    public static readonly Setting NodeStartTime = Setting.Switch(
        "collector.systemd.enable-start-time-metrics", false, "Publish node_systemd_unit_start_time_seconds.");

    public static readonly Setting UnitInclude = Setting.Regex(
        "systemd.collector.unit-include", ".+", "Units shown as systemd_*: whole names that match this and not the exclude pattern.");

    public static readonly Setting UnitExclude = Setting.Regex(
        "systemd.collector.unit-exclude", @".+\.(device)", "Units not shown as systemd_*: whole names.");

    public static readonly Setting UnitPrivate = Setting.Switch(
        "systemd.collector.private", false, "The same as --collector.systemd.private.");

    public static readonly Setting User = Setting.Switch(
        "systemd.collector.user", false, "Ask users' managers and not the system's.");

    public static readonly Setting Restarts = Setting.Switch(
        "systemd.collector.enable-restart-count", true, "Publish systemd_service_restart_total.");

    public static readonly Setting IpAccounting = Setting.Switch(
        "systemd.collector.enable-ip-accounting", true,
        "Publish systemd_service_ip_*; asks each service with IP accounting every time. Given as a flag, also those without it, as systemd_exporter does.");

    public static readonly Setting Resolved = Setting.Switch(
        "systemd.collector.enable-resolved", false, "Publish systemd_resolved_*, the counters of systemd-resolved.");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Node, Units, Logind, NodeUnitInclude, NodeUnitExclude, NodePrivate, NodeTasks, NodeRestarts, NodeStartTime,
        UnitInclude, UnitExclude, UnitPrivate, User, Restarts, IpAccounting, Resolved,
    ];
}
