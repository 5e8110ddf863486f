using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>Merging of equal pages, from <c>/sys/kernel/mm/ksm</c>; kernel Documentation/admin-guide/mm/ksm.rst.</summary>
internal sealed class KsmdCollector : ICollector
{
    private static readonly FamilyTable Table = new("""
        full_scans counter node_ksmd_full_scans_total Times that all memory that may be merged was scanned.
        general_profit gauge node_ksmd_general_profit_bytes Memory saved less what the bookkeeping takes, in bytes.
        merge_across_nodes gauge node_ksmd_merge_across_nodes 1 if pages of different NUMA nodes are merged.
        pages_shared gauge node_ksmd_pages_shared Pages that stand for several equal ones.
        pages_sharing gauge node_ksmd_pages_sharing Pages that are saved.
        pages_to_scan gauge node_ksmd_pages_to_scan Pages scanned before ksmd sleeps.
        pages_unshared gauge node_ksmd_pages_unshared Pages without an equal that are looked at again and again.
        pages_volatile gauge node_ksmd_pages_volatile Pages that change too fast to be merged.
        run gauge node_ksmd_run 0 if ksmd is stopped, 1 if it runs, 2 if it was stopped and pages are unmerged.
        """u8);

    private static readonly Family Sleep = Family.Gauge("node_ksmd_sleep_seconds", "Time that ksmd sleeps between two scans, in seconds.");

    private readonly ValueFiles _files = new();

    public KsmdCollector(HostPaths paths)
    {
        var directory = paths.Sys("kernel/mm/ksm");
        _files.AddAll(directory, Table, LabelSet.Empty);
        _files.Add($"{directory}/sleep_millisecs", Sleep, LabelSet.Empty, 0.001);
    }

    public string Name => "ksmd";

    public IReadOnlyList<Family> Families => [.. Table.Families, Sleep];

    public void Collect(FamilyWriter writer) => _files.Write(writer);
}
