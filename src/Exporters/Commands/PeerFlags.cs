using System.Collections.Frozen;
using Exporters.Host;

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

    /// <summary>The collectors of node_exporter 1.11 on Linux.</summary>
    private static readonly string[] OfNodeExporter =
    [
        "arp", "bcache", "bcachefs", "bonding", "btrfs", "buddyinfo", "cgroups", "conntrack", "cpu", "cpu_vulnerabilities", "cpufreq", "diskstats",
        "dmi", "dmmultipath", "drbd", "drm", "edac", "entropy", "ethtool", "fibrechannel", "filefd", "filesystem", "hwmon", "infiniband",
        "interrupts", "ipvs", "kernel_hung", "ksmd", "lnstat", "loadavg", "logind", "mdadm", "meminfo", "meminfo_numa", "mountstats", "netclass",
        "netdev", "netstat", "network_route", "nfs", "nfsd", "ntp", "nvme", "nvmesubsystem", "os", "pcidevice", "perf", "powersupplyclass",
        "pressure", "processes", "qdisc", "rapl", "runit", "schedstat", "selinux", "slabinfo", "sockstat", "softirqs", "softnet", "stat",
        "supervisord", "swap", "sysctl", "systemd", "tapestats", "tcpstat", "textfile", "thermal_zone", "time", "timex", "udp_queues", "uname",
        "vmstat", "watchdog", "wifi", "xfrm", "xfs", "zfs", "zoneinfo",
    ];

    /// <summary>Those that are not in this version, in the order of their names.</summary>
    public static IReadOnlyList<string> AbsentCollectors { get; } =
        [.. OfNodeExporter.Except(HostCollectors.All.Select(collector => collector.Name).Append("systemd").Append("logind"), StringComparer.Ordinal)];

    private static readonly FrozenSet<string> Absent = AbsentCollectors.ToFrozenSet(StringComparer.Ordinal);

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
