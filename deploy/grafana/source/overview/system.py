"""What the hosts wait for, and what else their kernels count."""
from common import HOST, SHARE
from fields import GREEN, RED, query, steps
from overview.hosts import LINKS, rate
from panels import graph, row

PRESSURE = row(
    "Pressure",
    *[
        graph(
            f"Waiting for {what}",
            f"Share of the time in which some task waited for {what}{', and in which all did' if stalled else ''}.",
            [query(f"sum by (instance) ({rate(f'node_pressure_{key}_waiting_seconds_total')})", "{{instance}} some")]
            + ([query(f"sum by (instance) ({rate(f'node_pressure_{key}_stalled_seconds_total')})", "{{instance}} all")] if stalled else []),
            w=8,
            thresholds=steps(GREEN, limit, RED),
            limit=True,
            links=LINKS,
            **SHARE,
        )
        for key, what, stalled, limit in (("cpu", "CPUs", False, 0.6), ("memory", "memory", True, 0.1), ("io", "disks", True, 0.5))
    ],
)

SYSTEM = row(
    "System",
    graph(
        "Open files",
        "Share of the kernel's limit of open files.",
        query(f"sum by (instance) (node_filefd_allocated{{{HOST}}} / node_filefd_maximum)", "{{instance}}"),
        w=8,
        thresholds=steps(GREEN, 0.8, RED),
        **SHARE,
    ),
    graph(
        "Processes",
        "Processes that run, and that wait for a disk.",
        [
            query(f"sum by (instance) (node_procs_running{{{HOST}}})", "{{instance}} running"),
            query(f"sum by (instance) (node_procs_blocked{{{HOST}}})", "{{instance}} blocked"),
        ],
        w=8,
        unit="short",
        low=0,
    ),
    graph(
        "Clock",
        "How far the clock is from its source, and how wrong it may be.",
        [
            query(f"max by (instance) (abs(node_timex_offset_seconds{{{HOST}}}))", "{{instance}} offset"),
            query(f"max by (instance) (node_timex_estimated_error_seconds{{{HOST}}})", "{{instance}} estimated error"),
        ],
        w=8,
        unit="s",
        low=0,
        thresholds=steps(GREEN, 0.05, RED),
    ),
)
