using System.Collections.Frozen;

namespace Exporters.Commands;

/// <summary>
/// What may stand in a unit file written for node_exporter and is no option here: former names of options, collectors that this
/// program does not have, settings of the Go runtime. Switching off what is not there is fulfilled; asking for it is an error.
/// </summary>
internal static class PeerFlags
{
    private const string On = "--collector.";
    private const string Off = "--no-collector.";
    private const string GoThreads = "--runtime.gomaxprocs";

    /// <summary>node_exporter's collectors for Linux that are not in this version.</summary>
    private static readonly FrozenSet<string> Absent = FrozenSet.Create(
        StringComparer.Ordinal,
        "bcache", "bcachefs", "btrfs", "buddyinfo", "cgroups", "cpu_vulnerabilities", "dmmultipath", "drbd", "drm", "ethtool", "fibrechannel", "infiniband",
        "ipvs", "ksmd", "lnstat", "logind", "meminfo_numa", "mountstats", "network_route", "nfs", "nfsd", "ntp", "nvmesubsystem",
        "pcidevice", "perf", "qdisc", "runit", "slabinfo", "supervisord", "swap", "sysctl", "tapestats", "wifi", "xfrm", "xfs", "zfs", "zoneinfo");

    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--collector.netdev.device-blacklist"] = "--collector.netdev.device-exclude",
        ["--collector.netdev.device-whitelist"] = "--collector.netdev.device-include",
        ["--collector.systemd.unit-blacklist"] = "--collector.systemd.unit-exclude",
        ["--collector.systemd.unit-whitelist"] = "--collector.systemd.unit-include",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The arguments in this program's words.</summary>
    /// <param name="args">As they were given.</param>
    /// <param name="problems">One line for each argument that asks for what is not there.</param>
    public static string[] Translate(IReadOnlyList<string> args, out IReadOnlyList<string> problems)
    {
        var translated = new List<string>(args.Count);
        var found = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (name.StartsWith(Off, StringComparison.Ordinal) && Absent.Contains(name[Off.Length..]))
            {
                continue;
            }

            if (name == GoThreads)
            {
                i += name.Length == args[i].Length ? 1 : 0;
            }
            else if (name.StartsWith(On, StringComparison.Ordinal) && Absent.Contains(name[On.Length..].Split('.')[0]))
            {
                found.Add($"{name}: node_exporter's collector {name[On.Length..].Split('.')[0]} is not in this version; leave the option out,"
                    + " or let node_exporter run beside with --collector.disable-defaults for it");
            }
            else if (name == "--web.systemd-socket")
            {
                found.Add($"{name}: sockets handed over by systemd are not taken in this version; give --web.listen-address instead");
            }
            else
            {
                translated.Add(Renamed.TryGetValue(name, out var now) ? now + args[i][name.Length..] : args[i]);
            }
        }

        problems = found;
        return [.. translated];
    }
}
