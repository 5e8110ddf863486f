using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Memory of each NUMA node, from <c>meminfo</c> and <c>numastat</c> of <c>/sys/devices/system/node/nodeN</c> (kernel
/// Documentation/admin-guide/numastat.rst). Amounts are in bytes although their names do not say so; <c>kB</c> means 1024.
/// <code>
/// Node 0 Active(anon):     707968 kB
/// numa_hit 193460335812
/// </code>
/// </summary>
internal sealed class MeminfoNumaCollector(HostPaths paths) : ICollector
{
    private const string Prefix = "node_memory_numa_";

    private static ReadOnlySpan<byte> Gauges =>
        """
        node_memory_numa_Active node_memory_numa_Active_anon node_memory_numa_Active_file node_memory_numa_AnonHugePages
        node_memory_numa_AnonPages node_memory_numa_Bounce node_memory_numa_Dirty node_memory_numa_FileHugePages
        node_memory_numa_FilePages node_memory_numa_FilePmdMapped node_memory_numa_HugePages_Free
        node_memory_numa_HugePages_Surp node_memory_numa_HugePages_Total node_memory_numa_Inactive
        node_memory_numa_Inactive_anon node_memory_numa_Inactive_file node_memory_numa_KReclaimable
        node_memory_numa_KernelStack node_memory_numa_Mapped node_memory_numa_MemFree node_memory_numa_MemTotal
        node_memory_numa_MemUsed node_memory_numa_Mlocked node_memory_numa_NFS_Unstable node_memory_numa_PageTables
        node_memory_numa_SReclaimable node_memory_numa_SUnreclaim node_memory_numa_SecPageTables node_memory_numa_Shmem
        node_memory_numa_ShmemHugePages node_memory_numa_ShmemPmdMapped node_memory_numa_Slab node_memory_numa_SwapCached
        node_memory_numa_Unaccepted node_memory_numa_Unevictable node_memory_numa_Writeback node_memory_numa_WritebackTmp
        """u8;

    private static ReadOnlySpan<byte> Counters =>
        """
        node_memory_numa_interleave_hit_total node_memory_numa_local_node_total node_memory_numa_numa_foreign_total
        node_memory_numa_numa_hit_total node_memory_numa_numa_miss_total node_memory_numa_other_node_total
        """u8;

    private readonly DirectoryListing _listing = new(paths.Sys("devices/system/node"));
    private readonly List<(string Meminfo, string Numastat, LabelSet Node)> _nodes = [];
    private readonly KernelFamilies _amounts = new(Family.Gauge, Prefix, "", "Memory of the node, {0} of its meminfo, in bytes or pages.", () => Gauges, "node");
    private readonly KernelFamilies _counts = new(Family.Counter, Prefix, "_total", "Pages allocated, {0} of the node's numastat.", () => Counters, "node");

    public string Name => "meminfo_numa";

    public IReadOnlyList<Family> Families => [.. _amounts.Known, .. _counts.Known];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _nodes.Clear();
            foreach (var name in _listing.Names.Where(name => name.StartsWith("node", StringComparison.Ordinal) && name.Length > 4 && char.IsAsciiDigit(name[4])))
            {
                _nodes.Add(($"{_listing.Path}/{name}/meminfo", $"{_listing.Path}/{name}/numastat", LabelSet.Of("node", name[4..])));
            }
        }

        foreach (var (meminfo, numastat, node) in _nodes)
        {
            WriteAmounts(writer, meminfo, node);
            WriteCounts(writer, numastat, node);
        }
    }

    private void WriteAmounts(FamilyWriter writer, string path, LabelSet node)
    {
        using var file = HostFile.Read(path);
        Span<byte> name = stackalloc byte[64];
        for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
        {
            line.SkipFields(2);
            var key = line.Field();
            if (key.IsEmpty || key.Length > name.Length)
            {
                continue;
            }

            // Active(anon): is Active_anon.
            key.CopyTo(name);
            var clean = name[..key.Length].TrimEnd("):"u8);
            clean.Replace((byte)'(', (byte)'_');
            var value = line.UInt64();
            var unit = line.Field();
            if (!unit.IsEmpty && !unit.SequenceEqual("kB"u8))
            {
                line.Report(unit, "the unit kB");
            }
            else if (_amounts.Get(clean) is { } family)
            {
                writer.WriteIfKnown(family, unit.IsEmpty ? value : value * 1024.0, node);
            }
        }
    }

    private void WriteCounts(FamilyWriter writer, string path, LabelSet node)
    {
        using var file = HostFile.Read(path);
        for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (_counts.Get(line.Field()) is { } family)
            {
                writer.WriteIfKnown(family, line.UInt64(), node);
            }
        }
    }
}
