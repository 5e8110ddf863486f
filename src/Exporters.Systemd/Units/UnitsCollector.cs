using Exporters.Metrics;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Groups;

namespace Exporters.Systemd.Units;

/// <summary>
/// Units of the system's and the users' managers under systemd_exporter's names, and what no peer has: results, main processes,
/// resources, groups. <c>type</c> is the unit's suffix. Prints the last round; the numbers of the kernel are read at the scrape.
/// </summary>
internal sealed class UnitsCollector(SystemdWatch watch, SystemdOptions options, UnitGroups groups, UnitUsage usage, TimeProvider time) : ICollector
{
    private static readonly Family State = Family.Gauge(
        "systemd_unit_state", "1 for the state that a unit is in, 0 for the others.", "state", "name", "type", "manager", "user");

    private static readonly Family Info = Family.Gauge(
        "systemd_unit_info", "Type of a service or of a mount.", "mount_type", "service_type", "name", "type", "manager", "user");

    private static readonly Family StartTime = Time(
        "systemd_unit_start_time_seconds", "When the service became active, in seconds since 1970; 0 when it is not.");

    private static readonly Family ActiveEnter = Time(
        "systemd_unit_active_enter_time_seconds", "When the unit last became active, in seconds since 1970; 0 for never.");

    private static readonly Family ActiveExit = Time(
        "systemd_unit_active_exit_time_seconds", "When the unit last ceased to be active, in seconds since 1970; 0 for never.");

    private static readonly Family InactiveEnter = Time(
        "systemd_unit_inactive_enter_time_seconds", "When the unit last became inactive, in seconds since 1970; 0 for never.");

    private static readonly Family InactiveExit = Time(
        "systemd_unit_inactive_exit_time_seconds", "When the unit last ceased to be inactive, in seconds since 1970; 0 for never.");

    private static readonly Family TasksMax = Family.Gauge(
        "systemd_unit_tasks_max", "Most tasks that a service may have.", "name", "type", "manager", "user");

    private static readonly Family Restarts = Counter("systemd_service_restart_total", "Automatic restarts of a service.");

    private static readonly Family LastTrigger = Named(
        "systemd_timer_last_trigger_seconds", "When a timer fired last, in seconds since 1970; 0 for never.");

    private static readonly Family Accepted = Counter("systemd_socket_accepted_connections_total", "Connections that a socket accepted.");

    private static readonly Family Connections = Named("systemd_socket_current_connections", "Connections of a socket now.");

    private static readonly Family Refused = Named("systemd_socket_refused_connections_total", "Connections that a socket refused.");

    private static readonly Family IngressBytes = Counter("systemd_service_ip_ingress_bytes", "Bytes that a service received over IP.");

    private static readonly Family IngressPackets = Counter(
        "systemd_service_ip_ingress_packets_total", "Packets that a service received over IP.");

    private static readonly Family EgressBytes = Counter("systemd_service_ip_egress_bytes", "Bytes that a service sent over IP.");

    private static readonly Family EgressPackets = Counter("systemd_service_ip_egress_packets_total", "Packets that a service sent over IP.");

    private static readonly Family Result = Family.Info(
        "systemd_unit_result_info", "How the last run of a unit ended: success, exit-code, signal, timeout, oom-kill, watchdog …",
        "result", "name", "type", "manager", "user");

    private static readonly Family ExitStatus = Family.Gauge(
        "systemd_service_exit_status",
        "Exit status of the last main process that ended, or the number of the signal that ended it; how is exited, killed or dumped.",
        "how", "name", "manager", "user");

    private static readonly Family LoadFailed = Family.Gauge(
        "systemd_unit_load_failed",
        "1 for a unit whose file cannot be used (bad-setting, error), or is gone or masked (not-found, masked) while the unit is not inactive.",
        "load_state", "name", "type", "manager", "user");

    private readonly GroupFamilies _groups = new(groups);
    private readonly List<ManagerSnapshot> _snapshots = [];

    public string Name => "systemd_units";

    public IReadOnlyList<Family> Families { get; } =
    [
        State, Info, StartTime, ActiveEnter, ActiveExit, InactiveEnter, InactiveExit, TasksMax, Restarts, LastTrigger,
        Accepted, Connections, Refused, IngressBytes, IngressPackets, EgressBytes, EgressPackets, Result, ExitStatus, LoadFailed,
        .. UnitUsage.Families, .. ManagerFamilies.All, .. GroupFamilies.All, SelfFamilies.DataAge, SelfFamilies.SourceUnreadable,
    ];

    public void Collect(FamilyWriter writer)
    {
        _snapshots.Clear();
        var oldest = 0.0;
        foreach (var watcher in Watchers())
        {
            ManagerFamilies.WriteUp(writer, watcher);
            if (Snapshots.TryCurrent(watch, watcher, time) is { } snapshot)
            {
                _snapshots.Add(snapshot);
                oldest = Math.Max(oldest, time.GetElapsedTime(snapshot.Taken).TotalSeconds);
            }
        }

        if (_snapshots.Count == 0)
        {
            throw Snapshots.Unavailable(watch.System?.Status ?? (watch.Users is [var user, ..] ? user.Status : null));
        }

        writer.Write(SelfFamilies.DataAge, oldest, Name);
        ManagerFamilies.Write(writer, _snapshots, watch.Resolved?.Statistics);
        foreach (var snapshot in _snapshots)
        {
            foreach (var unit in snapshot.Units)
            {
                if (unit.Unit.InUnits && unit.IsLoaded)
                {
                    WriteUnit(writer, unit);
                    usage.Write(writer, unit, snapshot.IsLocal);
                }
            }

            WriteLoadFailed(writer, snapshot.Units);
            WriteLoadFailed(writer, snapshot.FileOnly);
        }

        _groups.Write(writer, _snapshots);
    }

    private static Family Time(string name, string help) => Family.Gauge(name, help, "name", "type", "manager", "user");

    private static Family Named(string name, string help) => Family.Gauge(name, help, "name", "manager", "user");

    private static Family Counter(string name, string help) => Family.Counter(name, help, "name", "manager", "user");

    private IEnumerable<ManagerWatcher> Watchers() => watch.System is { } system ? watch.Users.Prepend(system) : watch.Users;

    private static void WriteLoadFailed(FamilyWriter writer, IReadOnlyList<UnitState> units)
    {
        foreach (var unit in units)
        {
            if (unit.Unit.InUnits && unit.HasLoadFailed)
            {
                writer.Write(LoadFailed, 1, unit.Unit.TypedLabels, unit.LoadState);
            }
        }
    }

    private void WriteUnit(FamilyWriter writer, UnitState state)
    {
        var unit = state.Unit;
        foreach (var word in UnitStates.All)
        {
            writer.Write(State, state.ActiveState == word ? 1 : 0, unit.TypedLabels, word);
        }

        if (state.Properties is not { } properties)
        {
            return;
        }

        writer.WriteIfKnown(ActiveEnter, UnitStates.Seconds(properties.ActiveEnter), unit.TypedLabels);
        writer.WriteIfKnown(ActiveExit, UnitStates.Seconds(properties.ActiveExit), unit.TypedLabels);
        writer.WriteIfKnown(InactiveEnter, UnitStates.Seconds(properties.InactiveEnter), unit.TypedLabels);
        writer.WriteIfKnown(InactiveExit, UnitStates.Seconds(properties.InactiveExit), unit.TypedLabels);
        if (properties.Result is { } result)
        {
            writer.Write(Result, 1, unit.TypedLabels, result);
        }

        switch (unit.Kind)
        {
            case "service":
                WriteService(writer, state, properties);
                break;
            case "mount" when properties.Type is { } type:
                writer.Write(Info, 1, unit.TypedLabels, type, "");
                break;
            case "timer":
                writer.WriteIfKnown(LastTrigger, UnitStates.Seconds(properties.LastTrigger), unit.NameLabels);
                break;
            case "socket":
                writer.WriteIfKnown(Accepted, properties.Accepted, unit.NameLabels);
                writer.WriteIfKnown(Connections, properties.Connections, unit.NameLabels);
                writer.WriteIfKnown(Refused, properties.Refused, unit.NameLabels);
                break;
        }
    }

    private void WriteService(FamilyWriter writer, UnitState state, UnitProperties properties)
    {
        var unit = state.Unit;
        if (properties.Type is { } type)
        {
            writer.Write(Info, 1, unit.TypedLabels, "", type);
        }

        writer.WriteIfKnown(StartTime, state.ActiveState == "active" ? UnitStates.Seconds(properties.ActiveEnter) : 0, unit.TypedLabels);
        writer.WriteIfKnown(TasksMax, properties.TasksMax, unit.TypedLabels);
        if (properties is { ExecMainCode: > 0 and var code, ExecMainStatus: { } status })
        {
            writer.Write(ExitStatus, status, unit.NameLabels, code switch
            {
                1 => "exited",
                2 => "killed",
                3 => "dumped",
                _ => "other",
            });
        }

        if (options.Restarts)
        {
            writer.WriteIfKnown(Restarts, properties.Restarts, unit.NameLabels);
        }

        if (options.IpAccounting)
        {
            writer.WriteIfKnown(IngressBytes, Counted(properties.IpIngressBytes), unit.NameLabels);
            writer.WriteIfKnown(IngressPackets, Counted(properties.IpIngressPackets), unit.NameLabels);
            writer.WriteIfKnown(EgressBytes, Counted(properties.IpEgressBytes), unit.NameLabels);
            writer.WriteIfKnown(EgressPackets, Counted(properties.IpEgressPackets), unit.NameLabels);
        }
    }

    // The largest number says that nothing is counted.
    private ulong? Counted(ulong? value) => value == ulong.MaxValue && !options.IpOfAll ? null : value;
}
