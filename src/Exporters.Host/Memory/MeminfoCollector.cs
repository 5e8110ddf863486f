using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>Memory of the machine, from <c>/proc/meminfo</c>; see proc_meminfo(5). Lines that are not in the list are not shown.</summary>
internal sealed class MeminfoCollector(HostPaths paths) : ICollector
{
    private static readonly (string Key, Family Family)[] Known =
    [
        ("Active(anon)", Family.Gauge("node_memory_Active_anon_bytes", "Anonymous memory used recently, in bytes.")),
        ("Active", Family.Gauge("node_memory_Active_bytes", "Memory used recently, in bytes.")),
        ("Active(file)", Family.Gauge("node_memory_Active_file_bytes", "Page cache used recently, in bytes.")),
        ("AnonHugePages", Family.Gauge("node_memory_AnonHugePages_bytes", "Anonymous memory in transparent huge pages, in bytes.")),
        ("AnonPages", Family.Gauge("node_memory_AnonPages_bytes", "Anonymous memory mapped by processes, in bytes.")),
        ("Balloon", Family.Gauge("node_memory_Balloon_bytes", "Memory that a balloon driver gave back to the hypervisor, in bytes.")),
        ("Bounce", Family.Gauge("node_memory_Bounce_bytes", "Memory of bounce buffers, in bytes.")),
        ("Buffers", Family.Gauge("node_memory_Buffers_bytes", "Memory for blocks of block devices, in bytes.")),
        ("Cached", Family.Gauge("node_memory_Cached_bytes", "Memory for file contents, swap cache not included, in bytes.")),
        ("CmaFree", Family.Gauge("node_memory_CmaFree_bytes", "Contiguous memory area, free part, in bytes.")),
        ("CmaTotal", Family.Gauge("node_memory_CmaTotal_bytes", "Contiguous memory area, in bytes.")),
        ("CommitLimit", Family.Gauge("node_memory_CommitLimit_bytes", "Memory that may be promised under strict overcommit, in bytes.")),
        ("Committed_AS", Family.Gauge("node_memory_Committed_AS_bytes", "Memory promised to processes, in bytes.")),
        ("DirectMap1G", Family.Gauge("node_memory_DirectMap1G_bytes", "Memory that the kernel maps in pages of 1 GiB, in bytes.")),
        ("DirectMap2M", Family.Gauge("node_memory_DirectMap2M_bytes", "Memory that the kernel maps in pages of 2 MiB, in bytes.")),
        ("DirectMap4k", Family.Gauge("node_memory_DirectMap4k_bytes", "Memory that the kernel maps in pages of 4 KiB, in bytes.")),
        ("Dirty", Family.Gauge("node_memory_Dirty_bytes", "Memory waiting to be written to disk, in bytes.")),
        ("FileHugePages", Family.Gauge("node_memory_FileHugePages_bytes", "Page cache in transparent huge pages, in bytes.")),
        ("FilePmdMapped", Family.Gauge("node_memory_FilePmdMapped_bytes", "Page cache mapped in huge pages, in bytes.")),
        ("HardwareCorrupted", Family.Gauge("node_memory_HardwareCorrupted_bytes", "Memory taken out of use after hardware errors, in bytes.")),
        ("HugePages_Free", Family.Gauge("node_memory_HugePages_Free", "Huge pages of the pool that nothing uses.")),
        ("HugePages_Rsvd", Family.Gauge("node_memory_HugePages_Rsvd", "Huge pages promised and not yet taken.")),
        ("HugePages_Surp", Family.Gauge("node_memory_HugePages_Surp", "Huge pages above the configured number.")),
        ("HugePages_Total", Family.Gauge("node_memory_HugePages_Total", "Huge pages of the default size in the pool.")),
        ("Hugepagesize", Family.Gauge("node_memory_Hugepagesize_bytes", "Default size of a huge page, in bytes.")),
        ("Hugetlb", Family.Gauge("node_memory_Hugetlb_bytes", "Memory of huge pages of every size, in bytes.")),
        ("Inactive(anon)", Family.Gauge("node_memory_Inactive_anon_bytes", "Anonymous memory not used recently, in bytes.")),
        ("Inactive", Family.Gauge("node_memory_Inactive_bytes", "Memory not used recently, in bytes.")),
        ("Inactive(file)", Family.Gauge("node_memory_Inactive_file_bytes", "Page cache not used recently, in bytes.")),
        ("KReclaimable", Family.Gauge("node_memory_KReclaimable_bytes", "Kernel memory that can be reclaimed, object caches included, in bytes.")),
        ("KernelStack", Family.Gauge("node_memory_KernelStack_bytes", "Memory of kernel stacks, in bytes.")),
        ("Mapped", Family.Gauge("node_memory_Mapped_bytes", "Files mapped by processes, in bytes.")),
        ("MemAvailable", Family.Gauge("node_memory_MemAvailable_bytes", "Memory usable without swapping, as the kernel estimates it, in bytes.")),
        ("MemFree", Family.Gauge("node_memory_MemFree_bytes", "Memory that nothing uses, in bytes.")),
        ("MemTotal", Family.Gauge("node_memory_MemTotal_bytes", "Memory that the kernel can use, in bytes.")),
        ("Mlocked", Family.Gauge("node_memory_Mlocked_bytes", "Memory locked by mlock, in bytes.")),
        ("NFS_Unstable", Family.Gauge("node_memory_NFS_Unstable_bytes", "Memory sent to NFS servers and not yet committed, in bytes.")),
        ("PageTables", Family.Gauge("node_memory_PageTables_bytes", "Memory of page tables, in bytes.")),
        ("Percpu", Family.Gauge("node_memory_Percpu_bytes", "Memory of per-CPU allocations, in bytes.")),
        ("SecPageTables", Family.Gauge("node_memory_SecPageTables_bytes", "Memory of secondary page tables, of virtual machines and IOMMUs, in bytes.")),
        ("Shmem", Family.Gauge("node_memory_Shmem_bytes", "Shared memory and tmpfs, in bytes.")),
        ("ShmemHugePages", Family.Gauge("node_memory_ShmemHugePages_bytes", "Shared memory and tmpfs in huge pages, in bytes.")),
        ("ShmemPmdMapped", Family.Gauge("node_memory_ShmemPmdMapped_bytes", "Shared memory mapped in huge pages, in bytes.")),
        ("Slab", Family.Gauge("node_memory_Slab_bytes", "Memory of the kernel's object caches, in bytes.")),
        ("SReclaimable", Family.Gauge("node_memory_SReclaimable_bytes", "Part of the kernel's object caches that can be reclaimed, in bytes.")),
        ("SUnreclaim", Family.Gauge("node_memory_SUnreclaim_bytes", "Part of the kernel's object caches that cannot be reclaimed, in bytes.")),
        ("SwapCached", Family.Gauge("node_memory_SwapCached_bytes", "Memory that is also in swap, in bytes.")),
        ("SwapFree", Family.Gauge("node_memory_SwapFree_bytes", "Swap space that nothing uses, in bytes.")),
        ("SwapTotal", Family.Gauge("node_memory_SwapTotal_bytes", "Swap space, in bytes.")),
        ("Unaccepted", Family.Gauge("node_memory_Unaccepted_bytes", "Memory that a confidential guest has not accepted yet, in bytes.")),
        ("Unevictable", Family.Gauge("node_memory_Unevictable_bytes", "Memory that cannot be reclaimed, in bytes.")),
        ("VmallocChunk", Family.Gauge("node_memory_VmallocChunk_bytes", "Largest free block of the vmalloc area, in bytes.")),
        ("VmallocTotal", Family.Gauge("node_memory_VmallocTotal_bytes", "Size of the vmalloc area, in bytes.")),
        ("VmallocUsed", Family.Gauge("node_memory_VmallocUsed_bytes", "Used part of the vmalloc area, in bytes.")),
        ("Writeback", Family.Gauge("node_memory_Writeback_bytes", "Memory being written to disk, in bytes.")),
        ("WritebackTmp", Family.Gauge("node_memory_WritebackTmp_bytes", "Memory that FUSE uses for writing back, in bytes.")),
        ("Zswap", Family.Gauge("node_memory_Zswap_bytes", "Memory that compressed swap takes, in bytes.")),
        ("Zswapped", Family.Gauge("node_memory_Zswapped_bytes", "Memory that was compressed into zswap, in bytes.")),
    ];

    private readonly KernelFile _file = new(paths.Proc("meminfo"));
    private readonly FamilyOrder _order = new(Find);

    public string Name => "meminfo";

    public IReadOnlyList<Family> Families { get; } = Array.ConvertAll(Known, entry => entry.Family);

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var known = false;
        _order.Restart();
        for (var meminfo = new Meminfo(file.Bytes, _file.Path, writer.Unreadable); meminfo.Next();)
        {
            if (_order.Next(meminfo.Key) is { } family)
            {
                known = true;
                writer.WriteIfKnown(family, meminfo.Value());
            }
        }

        if (!known)
        {
            throw new ProcFormatException(_file.Path, 0, file.Bytes, "lines such as \"MemTotal: 1024 kB\"");
        }
    }

    private static Family? Find(byte[] key)
    {
        var name = Encoding.UTF8.GetString(key);
        return Array.Find(Known, entry => entry.Key == name).Family;
    }
}
