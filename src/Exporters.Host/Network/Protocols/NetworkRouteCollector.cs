using System.Globalization;
using System.Net;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>Routes of all tables, from rtnetlink(7), as <c>ip route show table all</c> shows those of type unicast.</summary>
internal sealed class NetworkRouteCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info("node_network_route_info", "A route.", "device", "src", "dest", "gw", "priority", "proto", "weight");
    private static readonly Family Routes = All.Gauge("node_network_routes", "Routes through the interface.", "device");

    private readonly HostNetwork _network = new(paths);
    private readonly RouteTable _routes = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    public string Name => "network_route";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        NetlinkOnly.Demand(_network, "routes");
        if (_routes.TryRead() is var errno and not Errno.None)
        {
            throw HostFile.Unavailable("netlink(7)", errno);
        }

        _counts.Clear();
        _shown.Clear();
        foreach (var route in _routes.Records)
        {
            _counts[route.Device] = _counts.GetValueOrDefault(route.Device) + 1;

            // One route may stand in several tables; equal series may not.
            string[] labels =
            [
                route.Device, route.Source?.ToString() ?? "", Destination(route), route.Gateway?.ToString() ?? "",
                route.Priority.ToString(CultureInfo.InvariantCulture), Protocol(route.Protocol), route.Weight?.ToString(CultureInfo.InvariantCulture) ?? "",
            ];
            if (_shown.Add(string.Join('\n', labels)))
            {
                writer.WriteInfo(Info, labels);
            }
        }

        foreach (var (device, count) in _counts)
        {
            writer.Write(Routes, count, device);
        }
    }

    private static string Destination(RouteRecord route) =>
        route.Length == 0 || route.Destination is not { } address ? "default" : new IPNetwork(address, route.Length).ToString();

    /// <summary><c>RTPROT_*</c> of include/uapi/linux/rtnetlink.h.</summary>
    private static string Protocol(byte number) => number switch
    {
        0 => "unspec",
        1 => "redirect",
        2 => "kernel",
        3 => "boot",
        4 => "static",
        8 => "gated",
        9 => "ra",
        10 => "mrt",
        11 => "zebra",
        12 => "bird",
        13 => "dnrouted",
        14 => "xorp",
        15 => "ntk",
        16 => "dhcp",
        17 => "mrouted",
        42 => "babel",
        186 => "bgp",
        187 => "isis",
        188 => "ospf",
        189 => "rip",
        192 => "eigrp",
        _ => "unknown",
    };
}
