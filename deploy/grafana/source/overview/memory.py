"""Memory of the hosts."""
from common import HOST, SHARE
from fields import GREEN, RED, query, steps
from overview.hosts import LINKS, MEMORY_USED, rate
from panels import graph, row

MEMORY = row(
    "Memory",
    graph(
        "Memory",
        "Where the memory of the selected hosts is. Cache and buffers can be had back, processes' cannot.",
        [
            query(f"sum(node_memory_AnonPages_bytes{{{HOST}}})", "processes"),
            query(f"sum(node_memory_Shmem_bytes{{{HOST}}})", "shared"),
            query(f"sum(node_memory_SUnreclaim_bytes{{{HOST}}} + node_memory_KernelStack_bytes + node_memory_PageTables_bytes)", "kernel"),
            query(f"sum(node_memory_Cached_bytes{{{HOST}}} - node_memory_Shmem_bytes + node_memory_SReclaimable_bytes)", "cache"),
            query(f"sum(node_memory_Buffers_bytes{{{HOST}}})", "buffers"),
            query(f"sum(node_memory_MemFree_bytes{{{HOST}}})", "free"),
        ],
        stack=True,
        unit="bytes",
        low=0,
    ),
    graph(
        "Memory in use by host",
        "Share that cannot be had without swapping.",
        query(MEMORY_USED, "{{instance}}"),
        thresholds=steps(GREEN, 0.9, RED),
        limit=True,
        links=LINKS,
        **SHARE,
    ),
    graph(
        "Swap",
        "Swap in use, and its size.",
        [
            query(f"sum by (instance) (node_memory_SwapTotal_bytes{{{HOST}}} - node_memory_SwapFree_bytes)", "{{instance}} in use"),
            query(f"sum by (instance) (node_memory_SwapTotal_bytes{{{HOST}}})", "{{instance}} size"),
        ],
        w=8,
        unit="bytes",
        low=0,
    ),
    graph(
        "Swapping and faults",
        "Pages in and out of swap, and page faults that had to read from a disk.",
        [
            query(f"sum by (instance) ({rate('node_vmstat_pswpin')})", "{{instance}} in"),
            query(f"sum by (instance) ({rate('node_vmstat_pswpout')})", "{{instance}} out"),
            query(f"sum by (instance) ({rate('node_vmstat_pgmajfault')})", "{{instance}} major faults"),
        ],
        w=8,
        unit="ops",
        low=0,
    ),
    graph(
        "Killed for want of memory",
        "Processes that the kernel killed in each interval.",
        query(f"sum by (instance) (increase(node_vmstat_oom_kill{{{HOST}}}[$__rate_interval]))", "{{instance}}"),
        w=8,
        lines=False,
        unit="short",
        low=0,
        links=LINKS,
    ),
)
