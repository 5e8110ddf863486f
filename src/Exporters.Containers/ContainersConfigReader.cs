using Exporters.Configuration;
using Exporters.Containers.Usage;
using Exporters.Docker;

namespace Exporters.Containers;

/// <summary>Reads the part <c>containers:</c> of the file and notes every problem.</summary>
public static class ContainersConfigReader
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestLayerInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLayerInterval = TimeSpan.FromHours(24);

    /// <summary>The configuration; defaults where the section is absent or says nothing.</summary>
    /// <param name="section">The node of <c>containers</c>; null without one.</param>
    public static ContainersConfig Read(ConfigNode? section)
    {
        var config = new ContainersConfig();
        if (section is null)
        {
            return config;
        }

        var map = section.Map();
        config = config with
        {
            Mode = map.Get("enabled") is { } enabled ? ReadMode(enabled) : config.Mode,
            Endpoint = map.Get("endpoint") is { } endpoint ? ReadEndpoint(endpoint) : null,
            CertificateDirectory = map.Get("certificates") is { } certificates ? ReadDirectory(certificates) : null,
            Interval = map.Get("interval")?.Duration(ShortestInterval, LongestInterval) ?? config.Interval,
            Labels = map.Get("labels")?.Texts() ?? config.Labels,
            Env = map.Get("env")?.Texts() ?? config.Env,
            RootCgroup = map.Get("root_cgroup")?.Bool() ?? config.RootCgroup,
            RawCgroups = map.Get("raw_cgroups") is { } raw ? ReadRaw(raw) : config.RawCgroups,
            HostNetwork = map.Get("host_network")?.Bool() ?? config.HostNetwork,
            WritableLayerInterval = map.Get("writable_layer_interval")?.Duration(ShortestLayerInterval, LongestLayerInterval),
            DisableMetrics = map.Get("disable_metrics") is { } disabled ? ReadGroups(disabled) : config.DisableMetrics,
        };
        map.RejectUnknown();
        return config;
    }

    private static ContainersMode ReadMode(ConfigNode node) => node.OneOf("auto", "true", "false") switch
    {
        "true" => ContainersMode.On,
        "false" => ContainersMode.Off,
        _ => ContainersMode.Auto,
    };

    private static string? ReadEndpoint(ConfigNode node)
    {
        if (node.Text() is not { } text)
        {
            return null;
        }

        if (!DockerEndpoint.TryParse(text, null, out _, out var error))
        {
            node.Problem(error);
        }

        return text;
    }

    private static string? ReadDirectory(ConfigNode node) => node.Text() is { } text ? Path.GetFullPath(text, Path.GetFullPath(node.BaseDirectory)) : null;

    private static List<string> ReadRaw(ConfigNode node)
    {
        var prefixes = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (text.StartsWith('/'))
            {
                prefixes.Add(text.Length > 1 ? text.TrimEnd('/') : text);
            }
            else
            {
                item.Problem($"must begin with / as in /proc/PID/cgroup, /system.slice say, got \"{text}\"");
            }
        }

        return prefixes;
    }

    private static List<string> ReadGroups(ConfigNode node)
    {
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.OneOf([.. GroupNames.All]) is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }
}
