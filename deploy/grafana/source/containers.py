"""Containers: what became of them and what they use."""
from board import dashboard, variable
from common import CONTAINER_LOGS, HOST, INSTANCE, JOB, from_row
from fields import BACKGROUND, BLUE, COLORED, GAUGE, GREEN, GREY, ORANGE, RED, YELLOW, query, steps, values
from panels import bars, graph, row, stat, states, table

BOX = HOST + ',name=~"$container",name!=""'
STATE = (
    "max by (instance, name) ("
    + " or ".join(
        f'({number} * (container_state{{{BOX},state="{state}"}} == 1))'
        for number, state in enumerate(("running", "paused", "restarting", "created", "exited", "dead"), 1)
    )
    + ")"
)
STATES = values(
    (1, "running", GREEN), (2, "paused", BLUE), (3, "restarting", ORANGE), (4, "created", GREY), (5, "exited", YELLOW), (6, "dead", RED)
)
HEALTH = (
    "max by (instance, name) ("
    + " or ".join(
        f'({number} * (container_health_status{{{BOX},status="{status}"}} == 1))'
        for number, status in enumerate(("healthy", "starting", "unhealthy"), 1)
    )
    + ")"
)
HEALTHS = values((1, "healthy", GREEN), (2, "starting", BLUE), (3, "unhealthy", RED))
LIMIT = f"(0 < sum by (instance, name) (container_spec_memory_limit_bytes{{{BOX}}}) < 2 ^ 60)"
WORKING_SET = f"sum by (instance, name) (container_memory_working_set_bytes{{{BOX}}})"
LINKS = [CONTAINER_LOGS]
CONTAINER = variable("container", "Container", 'label_values(container_state{job=~"$job",instance=~"$instance"}, name)')


def rate(metric, more=""):
    return f"sum by (instance, name) (rate({metric}{{{BOX}{',' + more if more else ''}}}[$__rate_interval]))"


DASHBOARD = dashboard(
    "exporters-containers",
    "Containers",
    "State, health and restarts of containers, and what they use.",
    ["containers"],
    [JOB, INSTANCE, CONTAINER],
    [
        row(
            "State",
            stat(
                "Running",
                "Containers that run.",
                query(f'sum(container_state{{{BOX},state="running"}})', "running"),
                w=3,
                thresholds=steps(GREEN),
            ),
            stat(
                "Not running",
                "Containers that are exited, dead or restarting.",
                query(f'sum(container_state{{{BOX},state=~"exited|dead|restarting"}})', "not running"),
                w=3,
                thresholds=steps(GREEN, 1, YELLOW),
            ),
            stat(
                "Unhealthy",
                "Containers whose health check fails.",
                query(f'sum(container_health_status{{{BOX},status="unhealthy"}})', "unhealthy"),
                w=3,
                thresholds=steps(GREEN, 1, RED),
                background=True,
            ),
            stat(
                "Restarts in an hour",
                "Restarts for any reason within the last hour.",
                query(f"sum(increase(container_restarts_total{{{BOX}}}[1h]))", "restarts"),
                w=3,
                decimals=0,
                thresholds=steps(GREEN, 1, YELLOW, 10, RED),
            ),
            stat(
                "OOM kills in an hour",
                "Processes killed for want of memory within the last hour.",
                query(f"sum(increase(container_oom_events_total{{{BOX}}}[1h]))", "kills"),
                w=3,
                decimals=0,
                thresholds=steps(GREEN, 1, RED),
            ),
            stat(
                "CPU of all",
                "CPUs in use by all of them.",
                query(f"sum(rate(container_cpu_usage_seconds_total{{{BOX}}}[$__rate_interval]))", "CPUs"),
                w=3,
                decimals=2,
                graph=True,
            ),
            stat(
                "Memory of all",
                "What all of them hold and cannot give back.",
                query(f"sum(container_memory_working_set_bytes{{{BOX}}})", "memory"),
                w=3,
                unit="bytes",
                graph=True,
            ),
            stat("Images", "Different images in use.", query(f"count(count by (image) (container_info{{{BOX}}}))", "images"), w=3),
            states(
                "State over time",
                "What the daemon said of each container.",
                query(STATE, "{{name}} ({{instance}})"),
                w=12,
                h=10,
                mappings=STATES,
                links=LINKS,
            ),
            states(
                "Health over time",
                "Of containers with a health check.",
                query(HEALTH, "{{name}} ({{instance}})"),
                w=12,
                h=10,
                mappings=HEALTHS,
                links=LINKS,
            ),
            table(
                "Containers",
                "Each container as it is now; the name leads to its logs.",
                [
                    ("State", STATE, dict(mappings=STATES, thresholds=steps(GREY), cell=BACKGROUND, width=100)),
                    ("Health", HEALTH, dict(mappings=HEALTHS, thresholds=steps(GREY), cell=COLORED, width=100)),
                    (
                        "Uptime",
                        f'max by (instance, name) ((time() - container_started_time_seconds{{{BOX}}}) and on (instance, name) container_state{{state="running"}} == 1)',
                        dict(unit="dtdurations", decimals=0),
                    ),
                    ("Restarts", f"sum by (instance, name) (container_restarts_total{{{BOX}}})", dict(decimals=0)),
                    (
                        "Last exit code",
                        f"max by (instance, name) (container_last_exit_code{{{BOX}}})",
                        dict(decimals=0, thresholds=steps(GREEN, 1, ORANGE), cell=COLORED),
                    ),
                    ("CPU", rate("container_cpu_usage_seconds_total"), dict(unit="percentunit", decimals=1)),
                    ("Memory", WORKING_SET, dict(unit="bytes", decimals=1)),
                    (
                        "Of limit",
                        f"{WORKING_SET} / {LIMIT}",
                        dict(unit="percentunit", lowest=0, highest=1, thresholds=steps(GREEN, 0.8, YELLOW, 0.9, RED), cell=GAUGE),
                    ),
                ],
                key=["instance", "name"],
                names={"instance": "Host", "name": "Container"},
                sort="Memory",
                h=12,
                links=[
                    from_row("Its logs", "/d/exporters-logs?var-instance=${__data.fields.Host}&var-container=${__data.fields.Container}")
                ],
            ),
        ),
        row(
            "Restarts",
            graph(
                "Restarts by reason",
                "How often containers were started again, and why, in each interval.",
                query(f"sum by (reason) (increase(container_restarts_by_reason_total{{{BOX}}}[$__rate_interval])) > 0", "{{reason}}"),
                w=8,
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
            table(
                "Restarts by container and reason",
                "Since the watch began; the daemon's own count before that has the reason unknown.",
                [("Restarts", f"sum by (instance, name, reason) (container_restarts_by_reason_total{{{BOX}}}) > 0", dict(decimals=0))],
                key=["instance", "reason", "name"],
                names={"instance": "Host", "name": "Container", "reason": "Reason"},
                sort="Restarts",
                w=8,
                h=8,
            ),
            graph(
                "OOM kills",
                "Processes killed for want of memory in each interval.",
                query(
                    f"sum by (instance, name) (increase(container_oom_events_total{{{BOX}}}[$__rate_interval])) > 0",
                    "{{name}} ({{instance}})",
                ),
                w=8,
                lines=False,
                stack=True,
                unit="short",
                low=0,
                links=LINKS,
            ),
        ),
        row(
            "CPU and memory",
            graph(
                "CPU",
                "CPUs in use by each container; 1 is one whole CPU. The fifteen largest.",
                query(f"topk(15, {rate('container_cpu_usage_seconds_total')})", "{{name}} ({{instance}})"),
                unit="short",
                low=0,
                links=LINKS,
            ),
            graph(
                "Held back by limit",
                "Share of the periods in which a container had used up its CPU limit.",
                query(
                    f"{rate('container_cpu_cfs_throttled_periods_total')} / ({rate('container_cpu_cfs_periods_total')} > 0)",
                    "{{name}} ({{instance}})",
                ),
                unit="percentunit",
                low=0,
                high=1,
                thresholds=steps(GREEN, 0.25, RED),
                limit=True,
                links=LINKS,
            ),
            graph(
                "Memory",
                "What each container holds and cannot give back, stacked. The fifteen largest.",
                query(f"topk(15, {WORKING_SET})", "{{name}} ({{instance}})"),
                stack=True,
                unit="bytes",
                low=0,
                links=LINKS,
            ),
            bars(
                "Memory against limit",
                "Of containers with a memory limit.",
                query(f"sort_desc({WORKING_SET} / {LIMIT})", "{{name}} ({{instance}})", instant=True),
                unit="percentunit",
                low=0,
                high=1,
                thresholds=steps(GREEN, 0.8, YELLOW, 0.9, RED),
            ),
            graph(
                "Memory by kind",
                "Of all selected containers: memory of processes, cache of files, swap.",
                [
                    query(f"sum(container_memory_rss{{{BOX}}})", "processes"),
                    query(f"sum(container_memory_cache{{{BOX}}})", "cache"),
                    query(f"sum(container_memory_swap{{{BOX}}})", "swap"),
                ],
                stack=True,
                unit="bytes",
                low=0,
            ),
            graph(
                "Processes and threads",
                "Threads of each container. The ten largest.",
                query(f"topk(10, sum by (instance, name) (container_threads{{{BOX}}}))", "{{name}} ({{instance}})"),
                unit="short",
                low=0,
                links=LINKS,
            ),
        ),
        row(
            "I/O",
            graph(
                "Disk",
                "Bytes read (above) and written (below) by each container per second.",
                [
                    query(f"topk(10, {rate('container_fs_reads_bytes_total')})", "{{name}} read"),
                    query(f"0 - topk(10, {rate('container_fs_writes_bytes_total')})", "{{name}} written"),
                ],
                unit="Bps",
                links=LINKS,
            ),
            graph(
                "Network",
                "Bits received (above) and sent (below) by each container per second. Those in the host's network are not told apart.",
                [
                    query(f"topk(10, 8 * {rate('container_network_receive_bytes_total')})", "{{name}} received"),
                    query(f"0 - topk(10, 8 * {rate('container_network_transmit_bytes_total')})", "{{name}} sent"),
                ],
                unit="bps",
                links=LINKS,
            ),
        ),
    ],
)
