using Exporters.Systemd.Groups;

namespace Exporters.Systemd;

/// <summary>The part <c>systemd:</c> of the file, apart from what is a setting.</summary>
public sealed record SystemdConfig
{
    /// <summary>Whether the module runs; null, the default (<c>auto</c>), where a manager answers.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the system's manager is asked. Default true.</summary>
    public bool System { get; init; } = true;

    /// <summary>Whether the managers of logged-in and lingering users are asked. Default true.</summary>
    public bool Users { get; init; } = true;

    /// <summary>Time between two rounds. Default 15 s, from 1 s to 10 min.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Address of the bus on which the system's manager answers, <c>unix:path=…</c>. Default: the manager's private socket for root,
    /// otherwise <c>$DBUS_SYSTEM_BUS_ADDRESS</c> or <c>/run/dbus/system_bus_socket</c>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Configured groups of units. Default none.</summary>
    internal UnitGroups Groups { get; init; } = UnitGroups.None;
}
