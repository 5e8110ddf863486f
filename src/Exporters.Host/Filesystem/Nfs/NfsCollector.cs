using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>What this machine asks of NFS servers, all mounts together, from <c>/proc/net/rpc/nfs</c>, nfsstat(8).</summary>
internal sealed class NfsCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Packets = All.Counter("node_nfs_packets_total", "Packets sent and received, by protocol.", "protocol");
    private static readonly Family Connections = All.Counter("node_nfs_connections_total", "TCP connections made.");
    private static readonly Family Calls = All.Counter("node_nfs_rpcs_total", "Calls.");
    private static readonly Family Retransmissions = All.Counter("node_nfs_rpc_retransmissions_total", "Calls sent again.");
    private static readonly Family Refreshes = All.Counter("node_nfs_rpc_authentication_refreshes_total", "Times that credentials were renewed.");
    private static readonly Family Requests = All.Counter("node_nfs_requests_total", "Calls by version of the protocol and method.", "proto", "method");

    private static readonly RpcTable Table = new RpcTable()
        .Line("net"u8, (null, LabelSet.Empty), (Packets, LabelSet.Of("protocol", "udp")), (Packets, LabelSet.Of("protocol", "tcp")), (Connections, LabelSet.Empty))
        .Line("rpc"u8, (Calls, LabelSet.Empty), (Retransmissions, LabelSet.Empty), (Refreshes, LabelSet.Empty))
        .Methods("proc2"u8, Requests, "2", $"- Null {NfsMethods.Version2}")
        .Methods("proc3"u8, Requests, "3", $"- Null {NfsMethods.Version3}")
        .Methods("proc4"u8, Requests, "4", NfsMethods.Client4);

    private readonly string _path = new HostNetwork(paths).Path("rpc/nfs");

    public string Name => "nfs";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer) => Table.Write(writer, _path, "the module nfs is not loaded");
}
