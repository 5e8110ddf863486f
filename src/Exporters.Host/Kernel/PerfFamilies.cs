namespace Exporters.Host.Kernel;

/// <summary>
/// What can be counted by default: type and event of perf_event_open(2) and the name that selects it, then the family. Type 0 is the
/// processor's counters, 1 the kernel's, 3 caches (cache, operation in bits 8 to 15, 0 for all accesses or 1 for misses from bit 16 on).
/// </summary>
internal static class PerfFamilies
{
    /// <summary>All of them.</summary>
    public static readonly FamilyTable Table = new(
        """
        0:0:CpuCycles counter node_perf_cpucycles_total Cycles, at whatever frequency.
        0:1:CpuInstr counter node_perf_instructions_total Instructions.
        0:4:BranchInstr counter node_perf_branch_instructions_total Branches.
        0:5:BranchMisses counter node_perf_branch_misses_total Branches that were predicted wrongly.
        0:2:CacheRef counter node_perf_cache_refs_total Accesses to the last cache.
        0:3:CacheMisses counter node_perf_cache_misses_total Accesses to the last cache that missed.
        0:9:RefCpuCycles counter node_perf_ref_cpucycles_total Cycles at the nominal frequency.
        0:8:StalledCyclesBackend counter node_perf_stalled_cycles_backend_total Cycles in which nothing was executed.
        0:7:StalledCyclesFrontend counter node_perf_stalled_cycles_frontend_total Cycles in which no instruction was issued.
        1:2:PageFault counter node_perf_page_faults_total Page faults.
        1:3:ContextSwitch counter node_perf_context_switches_total Context switches.
        1:4:CpuMigration counter node_perf_cpu_migrations_total Tasks that came from another CPU.
        1:5:MinorFault counter node_perf_minor_faults_total Page faults without reading from disk.
        1:6:MajorFault counter node_perf_major_faults_total Page faults that read from disk.
        3:0:L1DataReadHit counter node_perf_cache_l1d_read_hits_total Reads of the first data cache.
        3:65536:L1DataReadMiss counter node_perf_cache_l1d_read_misses_total Reads of the first data cache that missed.
        3:256:L1DataWriteHit counter node_perf_cache_l1d_write_hits_total Writes of the first data cache.
        3:65537:L1InstrReadMiss counter node_perf_cache_l1_instr_read_misses_total Reads of the first instruction cache that missed.
        3:4:InstrTLBReadHit counter node_perf_cache_tlb_instr_read_hits_total Reads of the instruction TLB.
        3:65540:InstrTLBReadMiss counter node_perf_cache_tlb_instr_read_misses_total Reads of the instruction TLB that missed.
        3:3:DataTLBReadHit counter node_perf_cache_tlb_data_read_hits_total Reads of the data TLB.
        3:65539:DataTLBReadMiss counter node_perf_cache_tlb_data_read_misses_total Reads of the data TLB that missed.
        3:259:DataTLBWriteHit counter node_perf_cache_tlb_data_write_hits_total Writes of the data TLB.
        3:65795:DataTLBWriteMiss counter node_perf_cache_tlb_data_write_misses_total Writes of the data TLB that missed.
        3:2:LLReadHit counter node_perf_cache_ll_read_hits_total Reads of the last cache.
        3:65538:LLReadMiss counter node_perf_cache_ll_read_misses_total Reads of the last cache that missed.
        3:258:LLWriteHit counter node_perf_cache_ll_write_hits_total Writes of the last cache.
        3:65794:LLWriteMiss counter node_perf_cache_ll_write_misses_total Writes of the last cache that missed.
        3:5:BPUReadHit counter node_perf_cache_bpu_read_hits_total Reads of the branch predictor.
        3:65541:BPUReadMiss counter node_perf_cache_bpu_read_misses_total Reads of the branch predictor that missed.
        """u8,
        "cpu");
}
