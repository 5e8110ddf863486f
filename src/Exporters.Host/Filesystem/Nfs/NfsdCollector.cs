using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>What the NFS server of this machine is asked and does, from <c>/proc/net/rpc/nfsd</c>, nfsstat(8).</summary>
internal sealed class NfsdCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Packets = All.Counter("node_nfsd_packets_total", "Packets sent and received, by protocol.", "proto");
    private static readonly Family Connections = All.Counter("node_nfsd_connections_total", "TCP connections taken.");
    private static readonly Family Errors = All.Counter("node_nfsd_rpc_errors_total", "Calls refused, by reason.", "error");
    private static readonly Family Requests = All.Counter("node_nfsd_requests_total", "Calls and operations by version of the protocol and method.", "proto", "method");

    private static readonly RpcTable Table = new RpcTable()
        .Line(
            "rc"u8,
            Counter("node_nfsd_reply_cache_hits_total", "Calls answered from the cache of replies: the answer had been lost."),
            Counter("node_nfsd_reply_cache_misses_total", "Calls whose answer was kept."),
            Counter("node_nfsd_reply_cache_nocache_total", "Calls whose answer need not be kept."))
        .Line("fh"u8, Counter("node_nfsd_file_handles_stale_total", "File handles that were stale."))
        .Line(
            "io"u8,
            Counter("node_nfsd_disk_bytes_read_total", "Data read, in bytes."),
            Counter("node_nfsd_disk_bytes_written_total", "Data written, in bytes."))
        .Line("th"u8, Gauge("node_nfsd_server_threads", "Threads of the server."))
        .Line(
            "ra"u8,
            Gauge("node_nfsd_read_ahead_cache_size_blocks", "Size of the cache of what is read ahead, in blocks."),
            None, None, None, None, None, None, None, None, None, None,
            Counter("node_nfsd_read_ahead_cache_not_found_total", "Reads that the cache of what is read ahead did not know."))
        .Line("net"u8, None, (Packets, LabelSet.Of("proto", "udp")), (Packets, LabelSet.Of("proto", "tcp")), (Connections, LabelSet.Empty))
        .Line(
            "rpc"u8,
            Counter("node_nfsd_server_rpcs_total", "Calls."),
            None,
            (Errors, LabelSet.Of("error", "fmt")),
            (Errors, LabelSet.Of("error", "auth")),
            (Errors, LabelSet.Of("error", "cInt")))
        .Methods("proc2"u8, Requests, "2", $"- - {NfsMethods.Version2}")
        .Methods("proc3"u8, Requests, "3", $"- - {NfsMethods.Version3}")
        .Methods("proc4ops"u8, Requests, "4", NfsMethods.Server4)
        .Methods("wdeleg_getattr"u8, Requests, "4", "WdelegGetattr");

    private readonly string _path = new HostNetwork(paths).Path("rpc/nfsd");

    public string Name => "nfsd";

    public IReadOnlyList<Family> Families => All;

    private static (Family?, LabelSet) None => (null, LabelSet.Empty);

    public void Collect(FamilyWriter writer) => Table.Write(writer, _path, "the module nfsd is not loaded");

    private static (Family?, LabelSet) Counter(string name, string help) => (All.Counter(name, help), LabelSet.Empty);

    private static (Family?, LabelSet) Gauge(string name, string help) => (All.Gauge(name, help), LabelSet.Empty);
}
