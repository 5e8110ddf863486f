using Exporters.Configuration;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Schedule;

namespace Exporters.Probes;

/// <summary>Reads the <c>probes</c> section and the module file it names.</summary>
public static class ProbesConfigReader
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Reads it; what is wrong goes to the report.</summary>
    public static ProbesConfig Read(ConfigNode? section, ConfigReport report)
    {
        var config = new ProbesConfig();
        if (section is null)
        {
            return config;
        }

        var map = section.Map();
        config = config with
        {
            IsGiven = true,
            Interval = map.Get("interval")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ?? config.Interval,
            Timeout = map.Get("timeout")?.Duration(TimeSpan.FromMilliseconds(10), LongestTimeout) ?? config.Timeout,
            Concurrency = (int)(map.Get("concurrency")?.Integer(1, 1000) ?? config.Concurrency),
            RequestConcurrency = (int)(map.Get("request_concurrency")?.Integer(1, 1000) ?? config.RequestConcurrency),
            Allow = Rules(map.Get("allow")),
            Modules = ModuleNodes.FilePath(map.Get("modules_file")) is { } path ? ModulesFile.Load(path, report) : config.Modules,
        };
        config = config with { Targets = Targets(map.Get("targets"), config) };
        map.RejectUnknown();
        return config;
    }

    private static List<TargetRule> Rules(ConfigNode? node)
    {
        var rules = new List<TargetRule>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (TargetRule.TryParse(text, out var rule))
            {
                rules.Add(rule);
            }
            else
            {
                item.Problem($"must be a CIDR such as 10.0.0.0/8 or a pattern such as *.example.com or https://shop.example:8443/health*, got \"{text}\"");
            }
        }

        return rules;
    }

    private static List<ProbeTarget> Targets(ConfigNode? node, ProbesConfig config)
    {
        var targets = new List<ProbeTarget>();
        var seen = new Dictionary<(string Name, string Target, string Module), ConfigNode>();
        foreach (var item in node?.Items() ?? [])
        {
            if (ProbeTargetReader.Read(item, config) is not { } target)
            {
                continue;
            }

            if (!seen.TryAdd((target.Name, target.Label, target.Module.Name), item))
            {
                item.Problem($"the same name, url and module as at line {seen[(target.Name, target.Label, target.Module.Name)].Line}; give it another name");
                continue;
            }

            targets.Add(target);
        }

        return targets;
    }
}
