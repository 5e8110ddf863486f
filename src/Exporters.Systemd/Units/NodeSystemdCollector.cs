using System.Globalization;
using Exporters.Metrics;
using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>
/// The system manager's units under node_exporter's names and with its labels: <c>type</c> is the type of a service or mount and
/// empty for other units. Prints the last round.
/// </summary>
internal sealed class NodeSystemdCollector(SystemdWatch watch, SystemdOptions options, UnitUsage usage, TimeProvider time) : ICollector
{
    private static readonly Family State = Family.Gauge(
        "node_systemd_unit_state", "1 for the state that a unit is in, 0 for the others.", "state", "name", "type");

    private static readonly Family StartTime = Family.Gauge(
        "node_systemd_unit_start_time_seconds", "When the unit became active, in seconds since 1970; 0 when it is not.", "name");

    private static readonly Family TasksCurrent = Family.Gauge("node_systemd_unit_tasks_current", "Tasks of a service now.", "name");

    private static readonly Family TasksMax = Family.Gauge("node_systemd_unit_tasks_max", "Most tasks that a service may have.", "name");

    private static readonly Family Running = Family.Gauge(
        "node_systemd_system_running", "1 if the system is running, with nothing failed; see systemctl is-system-running.");

    private static readonly Family Summary = Family.Gauge("node_systemd_units", "Units in memory by state, before any filter.", "state");

    private static readonly Family Restarts = Family.Counter(
        "node_systemd_service_restart_total", "Automatic restarts of a service.", "name");

    private static readonly Family LastTrigger = Family.Gauge(
        "node_systemd_timer_last_trigger_seconds", "When a timer fired last, in seconds since 1970; 0 for never.", "name");

    private static readonly Family Accepted = Family.Counter(
        "node_systemd_socket_accepted_connections_total", "Connections that a socket accepted.", "name");

    private static readonly Family Connections = Family.Gauge("node_systemd_socket_current_connections", "Connections of a socket now.", "name");

    private static readonly Family Refused = Family.Gauge(
        "node_systemd_socket_refused_connections_total", "Connections that a socket refused.", "name");

    private static readonly Family Version = Family.Gauge("node_systemd_version", "Version of systemd, as far as it is a number.", "version");

    private static readonly Family Virtualization = Family.Info(
        "node_systemd_virtualization_info", "Kind of virtualisation that systemd found; none on bare metal.", "virtualization_type");

    public string Name => "systemd";

    public IReadOnlyList<Family> Families { get; } =
    [
        State, StartTime, TasksCurrent, TasksMax, Running, Summary, Restarts, LastTrigger, Accepted, Connections, Refused, Version,
        Virtualization, SelfFamilies.DataAge,
    ];

    public void Collect(FamilyWriter writer)
    {
        var snapshot = Snapshots.Current(watch, watch.System, time);
        writer.Write(SelfFamilies.DataAge, time.GetElapsedTime(snapshot.Taken).TotalSeconds, Name);
        WriteManager(writer, snapshot.Properties);
        foreach (var state in UnitStates.All)
        {
            writer.Write(Summary, snapshot.StateCounts.GetValueOrDefault(state), state);
        }

        // A state that this program does not know is counted as well, as the peer does.
        foreach (var (state, count) in snapshot.StateCounts)
        {
            if (!UnitStates.All.Contains(state))
            {
                writer.Write(Summary, count, state);
            }
        }

        foreach (var unit in snapshot.Units)
        {
            if (unit.Unit.InNode && unit.IsLoaded)
            {
                WriteUnit(writer, unit, snapshot.IsLocal);
            }
        }
    }

    /// <summary>The number in a version's text: three digits or more, with a fraction; 0 when there is none, as the peer has it.</summary>
    internal static (double Number, string Text) ParseVersion(string? text)
    {
        for (var start = 0; start < text?.Length; start++)
        {
            var digits = Digits(text, start);
            if (digits >= 3)
            {
                var end = start + digits;
                var fraction = end < text.Length && text[end] == '.' ? Digits(text, end + 1) : 0;
                end += fraction > 0 ? fraction + 1 : 0;
                return (double.Parse(text.AsSpan(start, end - start), CultureInfo.InvariantCulture), text);
            }

            start += digits;
        }

        return (0, "");
    }

    private static int Digits(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start;
    }

    private static void WriteManager(FamilyWriter writer, ManagerProperties manager)
    {
        var (number, text) = ParseVersion(manager.Version);
        writer.Write(Version, number, text);
        writer.WriteInfo(Virtualization, manager.Virtualization switch
        {
            null => "unknown",
            "" => "none",
            var kind => kind,
        });
        if (manager.SystemState is { } state)
        {
            writer.Write(Running, state == "running" ? 1 : 0);
        }
    }

    private void WriteUnit(FamilyWriter writer, UnitState state, bool isLocal)
    {
        var unit = state.Unit;
        var properties = state.Properties;
        var labels = unit.NodeLabels(unit.Kind is "service" or "mount" ? properties?.Type ?? "" : "");
        foreach (var word in UnitStates.All)
        {
            writer.Write(State, state.ActiveState == word ? 1 : 0, labels, word);
        }

        if (options.NodeStartTime && (state.ActiveState != "active" || properties?.ActiveEnter is not null))
        {
            writer.Write(StartTime, state.ActiveState == "active" ? UnitStates.Seconds(properties!.ActiveEnter!.Value) : 0, unit.NameLabels);
        }

        if (properties is null)
        {
            return;
        }

        switch (unit.Kind)
        {
            case "service":
                WriteService(writer, unit, properties, isLocal);
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

    private void WriteService(FamilyWriter writer, Unit unit, UnitProperties properties, bool isLocal)
    {
        if (options.NodeRestarts)
        {
            writer.WriteIfKnown(Restarts, properties.Restarts, unit.NameLabels);
        }

        if (options.NodeTasks)
        {
            writer.WriteIfKnown(TasksCurrent, usage.TasksOf(writer, unit, properties, isLocal), unit.NameLabels);
            writer.WriteIfKnown(TasksMax, properties.TasksMax, unit.NameLabels);
        }
    }
}
