"""Every host at a glance, then one host in detail."""
from board import dashboard
from common import DISK, FULL, HOST, HOST_DETAILS, HOST_LOGS, INSTANCE, JOB, SHARE, UP, USED, ZERO_IS_GOOD, from_row
from panels import COLORED, GAUGE, GREEN, ORANGE, RED, YELLOW, bars, graph, override, query, row, stat, states, steps, table

BUSY, IDLE = 'mode!="idle"', 'mode=~"idle|iowait"'
CPU_BUSY = f'1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{{mode=~"idle|iowait",{HOST}}}[$__rate_interval])))'
MEMORY_USED = f"1 - sum by (instance) (node_memory_MemAvailable_bytes{{{HOST}}}) / sum by (instance) (node_memory_MemTotal_bytes{{{HOST}}})"
DISK_USED = f"max by (instance) (1 - node_filesystem_avail_bytes{{{DISK}}} / (node_filesystem_size_bytes > 0))"
CORES = f'count by (instance) (node_cpu_seconds_total{{mode="idle",{HOST}}})'
PHYSICAL = 'device!~"lo|veth.*|docker.*|br-.*|virbr.*|cali.*|flannel.*|cni.*|tap.*"'
LINKS = [HOST_LOGS, HOST_DETAILS]


def rate(metric, more=""):
    return f"rate({metric}{{{HOST}{',' + more if more else ''}}}[$__rate_interval])"


GLANCE = row(
    "Every host",
    stat(
        "Hosts up",
        "Hosts of which some exporter answers.",
        query('count(max by (instance) (up{job=~"$job"}) == 1)', "up"),
        w=3,
        thresholds=steps(GREEN),
    ),
    stat(
        "Hosts down",
        "Hosts of which no exporter answers.",
        query('count(max by (instance) (up{job=~"$job"}) == 0) or vector(0)', "down"),
        w=3,
        thresholds=ZERO_IS_GOOD,
        background=True,
    ),
    stat(
        "Alerts",
        "Alerts that fire, by severity; the heartbeat is not counted.",
        [query(f'sum(ALERTS{{alertstate="firing",severity="{s}"}}) or vector(0)', s) for s in ("critical", "warning")],
        w=4,
        thresholds=ZERO_IS_GOOD,
        text="value_and_name",
    ),
    stat(
        "Busiest CPU",
        "The host whose CPUs are busiest.",
        query(f"topk(1, {CPU_BUSY})", "{{instance}}", instant=True),
        w=4,
        text="value_and_name",
        thresholds=USED,
        decimals=0,
        **SHARE,
    ),
    stat(
        "Fullest memory",
        "The host with the least memory available.",
        query(f"topk(1, {MEMORY_USED})", "{{instance}}", instant=True),
        w=4,
        text="value_and_name",
        thresholds=USED,
        decimals=0,
        **SHARE,
    ),
    stat(
        "Fullest disk",
        "The host with the fullest file system.",
        query(f"topk(1, {DISK_USED})", "{{instance}}", instant=True),
        w=4,
        text="value_and_name",
        thresholds=FULL,
        decimals=0,
        **SHARE,
    ),
    stat(
        "Failed units",
        "Units that systemd holds for failed.",
        query(f'count(systemd_unit_state{{state="failed",{HOST}}} == 1) or vector(0)', "failed"),
        w=2,
        thresholds=steps(GREEN, 1, ORANGE),
    ),
    table(
        "Hosts",
        "All hosts of the selection as they are now. Columns sort; the name leads to the host and to its logs.",
        [
            ("Uptime", f"time() - max by (instance) (node_boot_time_seconds{{{HOST}}})", dict(unit="dtdurations", decimals=0)),
            ("CPUs", CORES, dict(decimals=0)),
            ("CPU", CPU_BUSY, dict(unit="percentunit", lowest=0, highest=1, thresholds=USED, cell=GAUGE)),
            (
                "Load per CPU",
                f"sum by (instance) (node_load5{{{HOST}}}) / {CORES}",
                dict(decimals=2, thresholds=steps(GREEN, 1, YELLOW, 2, RED), cell=COLORED),
            ),
            ("Memory", MEMORY_USED, dict(unit="percentunit", lowest=0, highest=1, thresholds=USED, cell=GAUGE)),
            ("Fullest disk", DISK_USED, dict(unit="percentunit", lowest=0, highest=1, thresholds=FULL, cell=GAUGE)),
            ("Received", f"sum by (instance) ({rate('node_network_receive_bytes_total', PHYSICAL)})", dict(unit="Bps", decimals=1)),
            ("Sent", f"sum by (instance) ({rate('node_network_transmit_bytes_total', PHYSICAL)})", dict(unit="Bps", decimals=1)),
            (
                "Disk busy",
                f"max by (instance) ({rate('node_disk_io_time_seconds_total')})",
                dict(unit="percentunit", decimals=0, thresholds=steps(GREEN, 0.7, YELLOW, 0.9, RED), cell=COLORED),
            ),
        ],
        key=["instance"],
        names={"instance": "Host"},
        sort="CPU",
        h=9,
        links=[
            from_row("Only this host", "/d/exporters-overview?var-instance=${__data.fields.Host}"),
            from_row("Its logs", "/d/exporters-logs?var-instance=${__data.fields.Host}"),
            from_row("Its containers", "/d/exporters-containers?var-instance=${__data.fields.Host}"),
            from_row("Its units", "/d/agent-monitoring?var-instance=${__data.fields.Host}"),
        ],
    ),
    states(
        "Hosts over time",
        "Whether the exporters of each host answered.",
        query('max by (instance) (up{job=~"$job",instance=~"$instance"})', "{{instance}}"),
        h=6,
        mappings=UP,
        thresholds=steps(RED, 1, GREEN),
        links=LINKS,
    ),
)

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

STORAGE = row(
    "Disk",
    bars(
        "File systems",
        "How full each file system is.",
        query(
            f"sort_desc(1 - node_filesystem_avail_bytes{{{DISK}}} / (node_filesystem_size_bytes > 0))",
            "{{instance}} {{mountpoint}}",
            instant=True,
        ),
        w=8,
        thresholds=FULL,
        **SHARE,
    ),
    bars(
        "Inodes",
        "How many of the inodes of each file system are taken.",
        query(
            f"sort_desc(1 - node_filesystem_files_free{{{DISK}}} / (node_filesystem_files > 0))",
            "{{instance}} {{mountpoint}}",
            instant=True,
        ),
        w=8,
        thresholds=FULL,
        **SHARE,
    ),
    table(
        "Full in",
        "Time until a file system is full at the pace of the last six hours. Empty while none fills.",
        [
            (
                "Full in",
                f"min by (instance, mountpoint) (instance_mountpoint:node_filesystem_full:seconds_deriv6h{{{HOST}}} < 30 * 86400)",
                dict(
                    unit="dtdurations", decimals=0, thresholds=steps(RED, 4 * 3600, ORANGE, 86400, YELLOW, 7 * 86400, GREEN), cell=COLORED
                ),
            ),
        ],
        key=["instance", "mountpoint"],
        names={"instance": "Host", "mountpoint": "Mount"},
        w=8,
        h=8,
    ),
    graph(
        "Throughput",
        "Bytes read (above) and written (below) per second.",
        [
            query(f"sum by (instance, device) ({rate('node_disk_read_bytes_total')})", "{{instance}} {{device}} read"),
            query(f"0 - sum by (instance, device) ({rate('node_disk_written_bytes_total')})", "{{instance}} {{device}} written"),
        ],
        unit="Bps",
    ),
    graph(
        "Operations",
        "Reads (above) and writes (below) per second.",
        [
            query(f"sum by (instance, device) ({rate('node_disk_reads_completed_total')})", "{{instance}} {{device}} reads"),
            query(f"0 - sum by (instance, device) ({rate('node_disk_writes_completed_total')})", "{{instance}} {{device}} writes"),
        ],
        unit="iops",
    ),
    graph(
        "Time for one operation",
        "How long a read or write took on average. Absent while there was none.",
        [
            query(
                f"sum by (instance, device) ({rate('node_disk_read_time_seconds_total')}) / (sum by (instance, device) ({rate('node_disk_reads_completed_total')}) > 0)",
                "{{instance}} {{device}} read",
            ),
            query(
                f"sum by (instance, device) ({rate('node_disk_write_time_seconds_total')}) / (sum by (instance, device) ({rate('node_disk_writes_completed_total')}) > 0)",
                "{{instance}} {{device}} write",
            ),
        ],
        unit="s",
        low=0,
        thresholds=steps(GREEN, 0.1, RED),
    ),
    graph(
        "Disk busy",
        "Share of the time in which the device had something to do. Devices with several queues can do more at 100 %.",
        query(f"sum by (instance, device) ({rate('node_disk_io_time_seconds_total')})", "{{instance}} {{device}}"),
        thresholds=steps(GREEN, 0.9, RED),
        **SHARE,
    ),
)

NETWORK = row(
    "Network",
    graph(
        "Traffic",
        "Bits received (above) and sent (below) per second, without virtual devices.",
        [
            query(
                f"8 * sum by (instance, device) ({rate('node_network_receive_bytes_total', PHYSICAL)})", "{{instance}} {{device}} received"
            ),
            query(
                f"0 - 8 * sum by (instance, device) ({rate('node_network_transmit_bytes_total', PHYSICAL)})", "{{instance}} {{device}} sent"
            ),
        ],
        unit="bps",
    ),
    graph(
        "Packets",
        "Packets received (above) and sent (below) per second.",
        [
            query(
                f"sum by (instance, device) ({rate('node_network_receive_packets_total', PHYSICAL)})", "{{instance}} {{device}} received"
            ),
            query(
                f"0 - sum by (instance, device) ({rate('node_network_transmit_packets_total', PHYSICAL)})", "{{instance}} {{device}} sent"
            ),
        ],
        unit="pps",
    ),
    graph(
        "Errors and drops",
        "Packets with errors, and packets dropped, per second.",
        [
            query(
                f"sum by (instance, device) ({rate('node_network_receive_errs_total')} + {rate('node_network_transmit_errs_total')})",
                "{{instance}} {{device}} errors",
            ),
            query(
                f"sum by (instance, device) ({rate('node_network_receive_drop_total')} + {rate('node_network_transmit_drop_total')})",
                "{{instance}} {{device}} dropped",
            ),
        ],
        w=8,
        unit="pps",
        low=0,
    ),
    graph(
        "TCP",
        "Connections that are open, and those that are being waited out.",
        [
            query(f"sum by (instance) (node_netstat_Tcp_CurrEstab{{{HOST}}})", "{{instance}} established"),
            query(f"sum by (instance) (node_sockstat_TCP_tw{{{HOST}}})", "{{instance}} time-wait"),
        ],
        w=8,
        unit="short",
        low=0,
    ),
    graph(
        "TCP trouble",
        "Segments sent again, and connections refused for want of a place in the queue, per second.",
        [
            query(f"sum by (instance) ({rate('node_netstat_Tcp_RetransSegs')})", "{{instance}} sent again"),
            query(f"sum by (instance) ({rate('node_netstat_TcpExt_ListenOverflows')})", "{{instance}} queue full"),
        ],
        w=8,
        unit="pps",
        low=0,
    ),
)

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

DASHBOARD = dashboard(
    "exporters-overview",
    "Hosts",
    "Every host at a glance, then CPU, memory, disk, network and pressure of those selected.",
    ["hosts"],
    [JOB, INSTANCE],
    [GLANCE, CPU, MEMORY, STORAGE, NETWORK, PRESSURE, SYSTEM],
)
