using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// Connection tracking of the firewall: <c>/proc/sys/net/netfilter/nf_conntrack_count</c> and <c>nf_conntrack_max</c>, and
/// <c>/proc/net/stat/nf_conntrack</c>. The counters are gauges by history.
/// </summary>
internal sealed class ConntrackCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Entries = All.Gauge("node_nf_conntrack_entries", "Connections tracked now.");
    private static readonly Family Limit = All.Gauge("node_nf_conntrack_entries_limit", "Connections that can be tracked at most.");
    private static readonly Family Found = All.Gauge("node_nf_conntrack_stat_found", "Searches that found an entry.");
    private static readonly Family Invalid = All.Gauge("node_nf_conntrack_stat_invalid", "Packets that cannot be tracked.");
    private static readonly Family Ignore = All.Gauge("node_nf_conntrack_stat_ignore", "Packets already connected to an entry.");
    private static readonly Family Insert = All.Gauge("node_nf_conntrack_stat_insert", "Entries inserted.");
    private static readonly Family InsertFailed = All.Gauge("node_nf_conntrack_stat_insert_failed", "Entries that could not be inserted.");
    private static readonly Family Drop = All.Gauge("node_nf_conntrack_stat_drop", "Packets dropped because tracking failed.");
    private static readonly Family EarlyDrop = All.Gauge("node_nf_conntrack_stat_early_drop", "Entries dropped to make room.");
    private static readonly Family SearchRestart = All.Gauge(
        "node_nf_conntrack_stat_search_restart", "Searches begun anew because the table was resized.");

    private readonly HostNetwork _network = new(paths);
    private readonly KernelFile _stat = new(new HostNetwork(paths).Path("stat/nf_conntrack"));
    private readonly KernelFile _count = new(paths.Proc("sys/net/netfilter/nf_conntrack_count"));
    private readonly KernelFile _max = new(paths.Proc("sys/net/netfilter/nf_conntrack_max"));

    public string Name => "conntrack";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        var count = Number(_count, writer.Unreadable);
        writer.WriteIfKnown(Limit, Number(_max, writer.Unreadable));
        var errno = _stat.TryRead(out var file);
        using (file)
        {
            if (errno is not (Errno.None or Errno.NoEntry))
            {
                throw HostFile.Unavailable(_stat.Path, errno);
            }

            // A kernel without CONFIG_NF_CONNTRACK_PROCFS has the two numbers alone.
            var stat = errno == Errno.None ? ConntrackStat.Parse(file.Bytes, _stat.Path, writer.Unreadable) : default;

            // proc/sys/net shows the network of whoever reads it, through whichever procfs.
            writer.WriteIfKnown(Entries, _network.IsOtherNamespace ? stat.Entries ?? count : count);
            writer.WriteIfKnown(Found, stat.Found);
            writer.WriteIfKnown(Invalid, stat.Invalid);
            writer.WriteIfKnown(Ignore, stat.Ignore);
            writer.WriteIfKnown(Insert, stat.Insert);
            writer.WriteIfKnown(InsertFailed, stat.InsertFailed);
            writer.WriteIfKnown(Drop, stat.Drop);
            writer.WriteIfKnown(EarlyDrop, stat.EarlyDrop);
            writer.WriteIfKnown(SearchRestart, stat.SearchRestart);
        }
    }

    private static ulong? Number(KernelFile kernelFile, Action<ProcFormatException> unreadable) =>
        OneNumber.Read(kernelFile, unreadable, "connection tracking (nf_conntrack) is not loaded");
}
