using Exporters.Configuration.Settings;
using Exporters.Systemd.Units;

namespace Exporters.Systemd;

/// <summary>What the settings of the module came to.</summary>
internal sealed record SystemdOptions
{
    public required UnitFilter Filter { get; init; }

    public bool WatchSystem { get; init; } = true;

    public bool WatchUsers { get; init; } = true;

    public bool PrivateOnly { get; init; }

    public bool Restarts { get; init; } = true;

    public bool IpAccounting { get; init; } = true;

    /// <summary>
    /// Whether services that do not count their traffic have counters too, of the largest number that there is: systemd_exporter shows
    /// them so where its flag is given.
    /// </summary>
    public bool IpOfAll { get; init; }

    public bool Resolved { get; init; }

    public bool NodeTasks { get; init; }

    public bool NodeRestarts { get; init; }

    public bool NodeStartTime { get; init; }

    /// <summary>Flags over the file: <c>--systemd.collector.user</c> asks users' managers alone.</summary>
    public static SystemdOptions From(SystemdConfig config, SettingValues settings) => new()
    {
        Filter = UnitFilter.From(settings),
        WatchSystem = config.System && !settings.Switch(SystemdSettings.User),
        WatchUsers = config.Users || settings.Switch(SystemdSettings.User),
        PrivateOnly = settings.Switch(SystemdSettings.NodePrivate) || settings.Switch(SystemdSettings.UnitPrivate),
        Restarts = settings.Switch(SystemdSettings.Restarts),
        IpAccounting = settings.Switch(SystemdSettings.IpAccounting),
        IpOfAll = settings.IsGiven(SystemdSettings.IpAccounting),
        Resolved = settings.Switch(SystemdSettings.Resolved),
        NodeTasks = settings.Switch(SystemdSettings.NodeTasks),
        NodeRestarts = settings.Switch(SystemdSettings.NodeRestarts),
        NodeStartTime = settings.Switch(SystemdSettings.NodeStartTime),
    };
}
