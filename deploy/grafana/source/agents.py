"""Units of systemd, first those that are agents (groups of units with the label "type")."""
from board import dashboard, variable
from common import AGENT_LOGS, HOST, INSTANCE, JOB, UNIT_LOGS, from_row
from fields import BACKGROUND, BLUE, GREEN, GREY, ORANGE, RED, YELLOW, query, steps, values
from panels import graph, row, stat, states, table

AGENT = HOST + ',type=~"$type"'
UNIT = HOST + ',name=~"$unit"'
SERVICE = 'type="service"'
RUNNING = values((1, "running", GREEN), (0, "stopped", RED))
STATE = (
    "max by (instance, name) ("
    + " or ".join(
        f'({number} * (systemd_unit_state{{{UNIT},state="{state}"}} == 1))'
        for state, number in (("active", 1), ("activating", 2), ("deactivating", 3), ("inactive", 4), ("failed", 5))
    )
    + ")"
)
STATES = values((1, "active", GREEN), (2, "activating", BLUE), (3, "deactivating", YELLOW), (4, "inactive", GREY), (5, "failed", RED))

TYPE = variable("type", "Agents", 'label_values(agent_up{job=~"$job",instance=~"$instance"}, type)')
UNITS = variable("unit", "Unit", 'label_values(systemd_unit_state{job=~"$job",instance=~"$instance"}, name)')


def rate(metric, more=""):
    return f"rate({metric}{{{UNIT}{',' + more if more else ''}}}[$__rate_interval])"


DASHBOARD = dashboard(
    "agent-monitoring",
    "Units and agents",
    "Agents that run and that do not, what they use, and every other unit of systemd.",
    ["units"],
    [JOB, INSTANCE, TYPE, UNITS],
    [
        row(
            "Agents",
            stat("Running", "Agents that are active.", query(f"sum(agent_up{{{AGENT}}})", "running"), w=3, thresholds=steps(GREEN)),
            stat(
                "Stopped",
                "Agents that are not active: stopped, failed, masked, missing or with a bad file.",
                query(f"count(agent_up{{{AGENT}}} == 0) or vector(0)", "stopped"),
                w=3,
                thresholds=steps(GREEN, 1, ORANGE, 3, RED),
                background=True,
            ),
            stat(
                "Memory of agents",
                "What all agents hold together.",
                query(f"sum(agent_memory_kb{{{AGENT}}}) * 1024", "agents"),
                unit="bytes",
                graph=True,
            ),
            stat(
                "Memory of the host",
                "Share of the hosts' memory that is in use.",
                query(f"sum(system_memory_used_kb{{{HOST}}}) / sum(system_memory_total_kb{{{HOST}}})", "in use"),
                graph=True,
                unit="percentunit",
                low=0,
                high=1,
                decimals=0,
                thresholds=steps(GREEN, 0.8, YELLOW, 0.9, RED),
            ),
            stat(
                "Load",
                "Tasks that run or wait, over 1, 5 and 15 minutes; the largest of the hosts.",
                [query(f'max(system_load_average{{{HOST},period="{period}"}})', period) for period in ("1m", "5m", "15m")],
                w=6,
                text="value_and_name",
                decimals=2,
            ),
            stat(
                "Disk of the host",
                "Share of the fullest root file system that is in use.",
                query(f"max(system_disk_used_kb{{{HOST}}} / system_disk_total_kb)", "in use"),
                unit="percentunit",
                low=0,
                high=1,
                decimals=0,
                thresholds=steps(GREEN, 0.8, YELLOW, 0.9, RED),
            ),
            states(
                "Agents over time",
                "When each agent was running.",
                query(f"max by (instance, agent) (agent_up{{{AGENT}}})", "{{agent}} ({{instance}})"),
                mappings=RUNNING,
                thresholds=steps(RED, 1, GREEN),
                h=9,
                links=[AGENT_LOGS],
            ),
            graph(
                "Memory of each agent",
                "What each agent holds, stacked.",
                query(f"sum by (instance, agent) (agent_memory_kb{{{AGENT}}}) * 1024", "{{agent}} ({{instance}})"),
                stack=True,
                unit="bytes",
                low=0,
                links=[AGENT_LOGS],
            ),
            graph(
                "CPU of each agent",
                "100 % is one whole CPU; the mean of five minutes.",
                query(f"sum by (instance, agent) (agent_cpu_percent{{{AGENT}}})", "{{agent}} ({{instance}})"),
                unit="percent",
                low=0,
                links=[AGENT_LOGS],
            ),
            table(
                "Agents",
                "Each agent as it is now; the name leads to its logs.",
                [
                    (
                        "Status",
                        f"max by (instance, type, agent) (agent_up{{{AGENT}}})",
                        dict(mappings=RUNNING, thresholds=steps(RED, 1, GREEN), cell=BACKGROUND, width=90),
                    ),
                    ("CPU", f"max by (instance, type, agent) (agent_cpu_percent{{{AGENT}}})", dict(unit="percent", decimals=1)),
                    ("Memory", f"max by (instance, type, agent) (agent_memory_kb{{{AGENT}}}) * 1024", dict(unit="bytes", decimals=1)),
                    ("Uptime", f"max by (instance, type, agent) (agent_uptime_seconds{{{AGENT}}})", dict(unit="dtdurations", decimals=0)),
                    ("Restarts", f"max by (instance, type, agent) (agent_restart_count{{{AGENT}}})", dict(decimals=0)),
                ],
                key=["instance", "type", "agent"],
                names={"instance": "Host", "type": "Type", "agent": "Agent"},
                sort="Memory",
                links=[
                    from_row("Its logs", "/d/exporters-logs?var-instance=${__data.fields.Host}&var-unit=${__data.fields.Agent}.service")
                ],
            ),
        ),
        row(
            "Units",
            stat(
                "Failed",
                "Units that systemd holds for failed.",
                query(f'count(systemd_unit_state{{{UNIT},state="failed"}} == 1) or vector(0)', "failed"),
                w=3,
                thresholds=steps(GREEN, 1, RED),
                background=True,
            ),
            stat("Active", "Units that are active.", query(f'count(systemd_unit_state{{{UNIT},state="active"}} == 1)', "active"), w=3),
            stat(
                "Restarts in an hour",
                "How often systemd restarted services by itself within the last hour.",
                query(f"sum(increase(systemd_service_restart_total{{{UNIT}}}[1h]))", "restarts"),
                w=4,
                decimals=0,
                thresholds=steps(GREEN, 1, YELLOW, 10, RED),
            ),
            stat(
                "Managers",
                "The managers that answer: the system's, and those of users.",
                query(f"max by (instance, manager, user) (systemd_manager_up{{{HOST}}})", "{{instance}} {{manager}} {{user}}"),
                w=14,
                mappings=values((1, "answers", GREEN), (0, "silent", RED)),
                text="value_and_name",
                thresholds=steps(RED, 1, GREEN),
            ),
            states(
                "Services over time",
                "The state of each service.",
                query(STATE.replace('name=~"$unit"', 'name=~"$unit",type="service"'), "{{name}} ({{instance}})"),
                h=12,
                mappings=STATES,
                links=[UNIT_LOGS],
            ),
            graph(
                "CPU",
                "CPUs in use by each unit; 1 is one whole CPU. The ten largest.",
                query(f"topk(10, sum by (instance, name) ({rate('systemd_unit_cpu_seconds_total')}))", "{{name}} ({{instance}})"),
                unit="short",
                low=0,
                links=[UNIT_LOGS],
            ),
            graph(
                "Held back by quota",
                "Share of the periods in which a unit had used up its CPU quota. Only of units with one.",
                query(
                    f"sum by (instance, name) ({rate('systemd_unit_cpu_throttled_periods_total')}) / (sum by (instance, name) ({rate('systemd_unit_cpu_periods_total')}) > 0)",
                    "{{name}} ({{instance}})",
                ),
                unit="percentunit",
                low=0,
                high=1,
                thresholds=steps(GREEN, 0.25, RED),
                limit=True,
                links=[UNIT_LOGS],
            ),
            graph(
                "Memory",
                "What each unit holds, cache included, stacked. The fifteen largest.",
                query(f"topk(15, sum by (instance, name) (systemd_unit_memory_current_bytes{{{UNIT}}}))", "{{name}} ({{instance}})"),
                stack=True,
                unit="bytes",
                low=0,
                links=[UNIT_LOGS],
            ),
            graph(
                "I/O",
                "Bytes read (above) and written (below) by each unit per second. The ten largest.",
                [
                    query(f"topk(10, sum by (instance, name) ({rate('systemd_unit_io_read_bytes_total')}))", "{{name}} read"),
                    query(f"0 - topk(10, sum by (instance, name) ({rate('systemd_unit_io_written_bytes_total')}))", "{{name}} written"),
                ],
                unit="Bps",
                links=[UNIT_LOGS],
            ),
            graph(
                "Tasks",
                "Processes and threads of each unit. The ten largest.",
                query(f"topk(10, sum by (instance, name) (systemd_unit_tasks_current{{{UNIT}}}))", "{{name}} ({{instance}})"),
                unit="short",
                low=0,
                links=[UNIT_LOGS],
            ),
            graph(
                "Restarts",
                "How often systemd restarted each service by itself in each interval.",
                query(
                    f"sum by (instance, name) (increase(systemd_service_restart_total{{{UNIT}}}[$__rate_interval])) > 0",
                    "{{name}} ({{instance}})",
                ),
                lines=False,
                stack=True,
                unit="short",
                low=0,
                links=[UNIT_LOGS],
            ),
            table(
                "Services",
                "Each service with a main process as it is now; the name leads to its logs.",
                [
                    (
                        "State",
                        STATE.replace('name=~"$unit"', 'name=~"$unit",type="service"'),
                        dict(mappings=STATES, thresholds=steps(GREY), cell=BACKGROUND, width=110),
                    ),
                    (
                        "CPU",
                        f"sum by (instance, name) ({rate('systemd_unit_cpu_seconds_total', SERVICE)})",
                        dict(unit="percentunit", decimals=1),
                    ),
                    (
                        "Memory",
                        f'sum by (instance, name) (systemd_unit_memory_current_bytes{{{UNIT},type="service"}})',
                        dict(unit="bytes", decimals=1),
                    ),
                    ("Tasks", f"sum by (instance, name) (systemd_unit_tasks_current{{{UNIT}}})", dict(decimals=0)),
                    (
                        "Uptime",
                        f'max by (instance, name) ((time() - systemd_unit_start_time_seconds{{{UNIT},type="service"}}) * (systemd_unit_start_time_seconds > bool 0))',
                        dict(unit="dtdurations", decimals=0),
                    ),
                    ("Restarts", f"sum by (instance, name) (systemd_service_restart_total{{{UNIT}}})", dict(decimals=0)),
                    ("Open files", f"sum by (instance, name) (systemd_service_main_process_open_fds{{{UNIT}}})", dict(decimals=0)),
                ],
                key=["instance", "name"],
                names={"instance": "Host", "name": "Unit"},
                sort="Memory",
                h=12,
                links=[from_row("Its logs", "/d/exporters-logs?var-instance=${__data.fields.Host}&var-unit=${__data.fields.Unit}")],
            ),
        ),
    ],
)
