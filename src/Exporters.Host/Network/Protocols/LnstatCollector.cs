using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// Caches of the network, from the files of <c>/proc/net/stat</c>, lnstat(8): a line of names, then a line of hexadecimal numbers for
/// each CPU.
/// <code>
/// entries  allocs destroys hash_grows
/// 00000014  00000001 00000002 00000003
/// </code>
/// </summary>
internal sealed class LnstatCollector(HostPaths paths) : ICollector
{
    private static ReadOnlySpan<byte> Known =>
        """
        node_lnstat_allocs_total node_lnstat_delete_list_total node_lnstat_delete_total node_lnstat_destroys_total
        node_lnstat_drop_total node_lnstat_early_drop_total node_lnstat_entries_total node_lnstat_expect_create_total
        node_lnstat_expect_delete_total node_lnstat_expect_new_total node_lnstat_forced_gc_runs_total node_lnstat_found_total
        node_lnstat_hash_grows_total node_lnstat_hits_total node_lnstat_icmp_error_total node_lnstat_ignore_total
        node_lnstat_insert_failed_total node_lnstat_insert_total node_lnstat_invalid_total node_lnstat_lookups_total
        node_lnstat_new_total node_lnstat_periodic_gc_runs_total node_lnstat_rcv_probes_mcast_total node_lnstat_rcv_probes_ucast_total
        node_lnstat_res_failed_total node_lnstat_search_restart_total node_lnstat_searched_total node_lnstat_table_fulls_total
        node_lnstat_unresolved_discards_total
        """u8;

    private readonly DirectoryListing _listing = new(new HostNetwork(paths).Path("stat"));
    private readonly KernelFamilies _families = new(
        Family.Counter, "node_lnstat_", "_total", "Kernel statistic {0}, from a file of /proc/net/stat.", () => Known, "subsystem", "cpu");

    private readonly Dictionary<string, List<LabelSet>> _labels = new(StringComparer.Ordinal);

    public string Name => "lnstat";

    public IReadOnlyList<Family> Families => _families.Known;

    public void Collect(FamilyWriter writer)
    {
        _listing.Refresh();
        foreach (var name in _listing.Names)
        {
            var path = $"{_listing.Path}/{name}";
            var errno = ProcFile.TryRead(path, out var file);
            using (file)
            {
                if (errno == Errno.None)
                {
                    Write(writer, new Utf8Cursor(file.Bytes, path, writer.Unreadable), name);
                }
            }
        }
    }

    private void Write(FamilyWriter writer, Utf8Cursor lines, string name)
    {
        lines.NextLine(out var heading);
        for (var cpu = 0; lines.NextLine(out var line); cpu++)
        {
            var labels = Labels(name, cpu);
            for (var names = heading; names.TryField(out var key) && !line.AtEnd;)
            {
                if (_families.Get(key) is { } family)
                {
                    writer.WriteIfKnown(family, line.Hex(), labels);
                }
            }
        }
    }

    private LabelSet Labels(string name, int cpu)
    {
        if (!_labels.TryGetValue(name, out var labels))
        {
            _labels.Add(name, labels = []);
        }

        while (labels.Count <= cpu)
        {
            labels.Add(new LabelSet(["subsystem", "cpu"], [name, labels.Count.ToString(CultureInfo.InvariantCulture)]));
        }

        return labels[cpu];
    }
}
