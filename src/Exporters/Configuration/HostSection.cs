using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Host;

namespace Exporters;

/// <summary>The part <c>host:</c> of the file: paths, which collectors run, and each collector's own keys.</summary>
internal static class HostSection
{
    private static readonly string[] Collectors = [.. HostCollectors.All.Select(collector => collector.Name)];

    public static void Read(ConfigMap host, SettingValues values)
    {
        if (host.Get("paths")?.Map() is { } paths)
        {
            ReadPath(paths, "procfs", ServerSettings.ProcFs, values);
            ReadPath(paths, "sysfs", ServerSettings.SysFs, values);
            ReadPath(paths, "rootfs", ServerSettings.RootFs, values);
            ReadPath(paths, "udev_data", ServerSettings.UdevData, values);
            paths.RejectUnknown();
        }

        if (host.Get("collectors")?.Map() is { } collectors)
        {
            if (collectors.Get("disable_defaults") is { } defaults)
            {
                SettingsReader.ReadNode(defaults, HostModule.DisableDefaults, values);
            }

            Turn(collectors.Get("enable"), "true", values);
            Turn(collectors.Get("disable"), "false", values);
            collectors.RejectUnknown();
        }

        var settings = HostModule.Settings;
        if (host.Get("textfile_directory") is { } directory && settings.FirstOrDefault(s => s.Name == "collector.textfile.directory") is { } textfile)
        {
            SettingsReader.ReadNode(directory, textfile, values);
        }

        SettingsReader.ReadSection(host, settings.Where(setting => !HostModule.Switches.Values.Contains(setting)), values);
        host.RejectUnknown();
    }

    private static void ReadPath(ConfigMap paths, string key, Setting setting, SettingValues values)
    {
        if (paths.Get(key) is { } node)
        {
            SettingsReader.ReadNode(node, setting, values);
        }
    }

    private static void Turn(ConfigNode? list, string value, SettingValues values)
    {
        foreach (var item in list?.Items() ?? [])
        {
            if (item.Text() is not { } name)
            {
                continue;
            }

            if (HostModule.Switches.TryGetValue(name, out var setting))
            {
                values.TrySet(setting, [value], $"line {item.Line}", out _);
            }
            else
            {
                var near = Nearest.To(name, Collectors);
                item.Problem($"no host collector \"{name}\"" + (near is null ? $"; known: {string.Join(", ", Collectors)}" : $"; did you mean {near}?"));
            }
        }
    }
}
