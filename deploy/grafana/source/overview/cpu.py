"""CPUs of the hosts."""
from common import HOST, SHARE
from fields import GREEN, RED, override, query, steps
from overview.hosts import CORES, CPU_BUSY, LINKS, rate
from panels import graph, row

BUSY, IDLE = 'mode!="idle"', 'mode=~"idle|iowait"'

CPU = row(
    "CPU",
    graph(
        "CPU by mode",
        "What the CPUs of the selected hosts did, averaged over all of them. Idle is left out.",
        query(f'avg by (mode) (sum by (instance, cpu, mode) ({rate("node_cpu_seconds_total", BUSY)}))', "{{mode}}"),
        stack=True,
        **SHARE,
    ),
    graph(
        "CPU by host",
        "Share of the CPU time of each host that was in use; waiting for a disk does not count.",
        query(CPU_BUSY, "{{instance}}"),
        thresholds=steps(GREEN, 0.9, RED),
        limit=True,
        links=LINKS,
        **SHARE,
    ),
    graph(
        "Load",
        "Tasks that run or wait, over 1, 5 and 15 minutes, and the number of CPUs.",
        [
            query(f"sum by (instance) (node_load1{{{HOST}}})", "{{instance}} 1 min"),
            query(f"sum by (instance) (node_load5{{{HOST}}})", "{{instance}} 5 min"),
            query(f"sum by (instance) (node_load15{{{HOST}}})", "{{instance}} 15 min"),
            query(CORES, "{{instance}} CPUs"),
        ],
        w=8,
        unit="short",
        low=0,
        overrides=[override(".* CPUs", by_regex=True, style={"fill": "dash", "dash": [8, 8]}, fill=0)],
    ),
    graph(
        "Single CPUs",
        "Each CPU of the selected hosts: one that is always at 100 % is one thread's limit.",
        query(f'1 - sum by (instance, cpu) ({rate("node_cpu_seconds_total", IDLE)})', "{{instance}} cpu{{cpu}}"),
        w=8,
        **SHARE,
    ),
    graph(
        "Switches and forks",
        "Context switches, interrupts and new processes per second.",
        [
            query(f"sum by (instance) ({rate('node_context_switches_total')})", "{{instance}} switches"),
            query(f"sum by (instance) ({rate('node_intr_total')})", "{{instance}} interrupts"),
            query(f"sum by (instance) ({rate('node_forks_total')})", "{{instance}} forks"),
        ],
        w=8,
        unit="ops",
        low=0,
    ),
)
