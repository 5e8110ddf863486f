using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Groups;

namespace Exporters.Systemd;

/// <summary>Reads the part <c>systemd:</c> of the file.</summary>
public static class SystemdConfigReader
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    /// <summary>Reads the section; what has a flag goes to <paramref name="settings"/>.</summary>
    public static SystemdConfig Read(ConfigNode? section, SettingValues settings)
    {
        var config = new SystemdConfig();
        if (section is null)
        {
            return config;
        }

        var map = section.Map();
        if (map.Get("enabled") is { } enabled)
        {
            config = config with { Enabled = enabled.IsScalar && enabled.Text() == "auto" ? null : enabled.Bool() };
        }

        if (map.Get("managers") is { } managers)
        {
            var words = managers.Items().Select(item => item.OneOf("system", "user")).ToArray();
            config = config with { System = words.Contains("system"), Users = words.Contains("user") };
            if (words.Length == 0)
            {
                managers.Problem("must name system, user or both; enabled: false turns the module off");
            }
        }

        if (map.Get("interval")?.Duration(ShortestInterval, LongestInterval) is { } interval)
        {
            config = config with { Interval = interval };
        }

        if (map.Get("address") is { } address && address.Text() is { } text)
        {
            config = config with { Address = text };
            if (!BusAddress.TryParse(text, out _, out var error))
            {
                address.Problem(error);
            }
        }

        ReadUnits(map, settings);
        if (map.Get("groups") is { } groups)
        {
            config = config with { Groups = GroupReader.Read(groups) };
        }

        ReadSetting(map, "restart_count", SystemdSettings.Restarts, settings);
        ReadSetting(map, "ip_accounting", SystemdSettings.IpAccounting, settings);
        ReadSetting(map, "resolved", SystemdSettings.Resolved, settings);
        ReadSetting(map, "private", SystemdSettings.UnitPrivate, settings);
        if (map.Get("node")?.Map() is { } node)
        {
            ReadSetting(node, "unit_include", SystemdSettings.NodeUnitInclude, settings);
            ReadSetting(node, "unit_exclude", SystemdSettings.NodeUnitExclude, settings);
            ReadSetting(node, "task_metrics", SystemdSettings.NodeTasks, settings);
            ReadSetting(node, "restarts_metrics", SystemdSettings.NodeRestarts, settings);
            ReadSetting(node, "start_time_metrics", SystemdSettings.NodeStartTime, settings);
            node.RejectUnknown();
        }

        map.RejectUnknown();
        return config;
    }

    /// <summary><c>units</c> steers both sets of families; <c>node</c> and the flags can tell them apart.</summary>
    private static void ReadUnits(ConfigMap map, SettingValues settings)
    {
        if (map.Get("units")?.Map() is not { } units)
        {
            return;
        }

        foreach (var setting in new[] { SystemdSettings.UnitInclude, SystemdSettings.NodeUnitInclude })
        {
            ReadSetting(units, "include", setting, settings);
        }

        foreach (var setting in new[] { SystemdSettings.UnitExclude, SystemdSettings.NodeUnitExclude })
        {
            ReadSetting(units, "exclude", setting, settings);
        }

        units.RejectUnknown();
    }

    private static void ReadSetting(ConfigMap map, string key, Setting setting, SettingValues settings)
    {
        if (map.Get(key) is { } node)
        {
            SettingsReader.ReadNode(node, setting, settings);
        }
    }
}
