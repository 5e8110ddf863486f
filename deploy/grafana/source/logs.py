"""The lines themselves, out of Loki, and what became of them on their way there, out of Prometheus."""
from board import choice, dashboard, loki_variable, textbox
from common import HOST, INSTANCE, JOB
from fields import BLUE, GREEN, ORANGE, RED, YELLOW, logql, override, query, steps
from panels import graph, heatmap, logs, row, stat, table

STREAM = '{service_name=~"$service",instance=~"$instance",container=~"$container"}'
LINES = STREAM + ' | detected_level=~"$level" | unit=~"$unit" |~ `(?i)$search`'
ERRORS = STREAM + ' | detected_level=~"error|critical|fatal" | unit=~"$unit" |~ `(?i)$search`'
LEVEL_COLORS = [
    override(name, color={"mode": "fixed", "fixedColor": color})
    for name, color in (
        ("trace", "light-blue"),
        ("debug", BLUE),
        ("info", GREEN),
        ("warn", YELLOW),
        ("error", ORANGE),
        ("critical", RED),
        ("fatal", "dark-red"),
        ("unknown", "text"),
    )
]


def rate(metric, by="source"):
    return f"sum by ({by}) (rate({metric}{{{HOST}}}[$__rate_interval]))"


DASHBOARD = dashboard(
    "exporters-logs",
    "Logs",
    "Lines by level and service, the lines themselves, errors by type, and the ledger of the log module.",
    ["logs"],
    [
        JOB,
        INSTANCE,
        loki_variable("service", "Service", "service_name", '{service_name=~".+"}', all_value=".+"),
        loki_variable("container", "Container", "container", '{service_name=~".+",instance=~"$instance"}'),
        textbox("unit", "Unit", ".*"),
        choice("level", "Level", ["trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown"]),
        textbox("search", "Search"),
    ],
    [
        row(
            "Volume",
            graph(
                "Lines by level",
                "Lines in each interval.",
                logql(f"sum by (detected_level) (count_over_time({LINES} [$__auto]))", "{{detected_level}}"),
                lines=False,
                stack=True,
                unit="short",
                low=0,
                overrides=LEVEL_COLORS,
            ),
            graph(
                "Lines by service",
                "Lines in each interval, the ten services with the most.",
                logql(f"topk(10, sum by (service_name) (count_over_time({LINES} [$__auto])))", "{{service_name}}"),
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
        ),
        row(
            "Lines",
            logs(
                "Live lines", "The newest lines of the selection; turn on Live or a short refresh to follow them.", logql(LINES, lines=500)
            ),
        ),
        row(
            "Errors",
            graph(
                "Errors by service",
                "Lines of level error and above in each interval.",
                logql(f"sum by (service_name) (count_over_time({ERRORS} [$__auto]))", "{{service_name}}"),
                w=8,
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
            graph(
                "Errors by type",
                "The type of error or exception, where lines tell one.",
                [
                    logql(f'topk(10, sum by ({label}) (count_over_time({ERRORS} | {label}!="" [$__auto])))', "{{" + label + "}}")
                    for label in ("error_type", "exception_type")
                ],
                w=8,
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
            graph(
                "Errors by logger",
                "The part of the program that wrote them, where lines tell it.",
                logql(f'topk(10, sum by (logger) (count_over_time({ERRORS} | logger!="" [$__auto])))', "{{logger}}"),
                w=8,
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
            logs("Latest errors", "Lines of level error and above.", logql(ERRORS, lines=100), h=10),
        ),
        row(
            "Ledger and lag",
            stat(
                "Pending",
                "Lines read and not settled yet.",
                query(f"sum(exporters_logs_pending_lines{{{HOST}}})", "pending"),
                w=4,
                graph=True,
            ),
            stat(
                "Unaccounted for",
                "Lines read that are neither delivered, pending, rejected nor dropped. Anything but 0 is a fault of the program.",
                query(f"sum(abs(source:exporters_logs_ledger:open_lines{{{HOST}}}))", "open"),
                w=4,
                thresholds=steps(GREEN, 1, RED),
                background=True,
            ),
            stat(
                "Rejected in an hour",
                "Lines that the receiver refused for good.",
                query(f"sum(increase(exporters_logs_rejected_lines_total{{{HOST}}}[1h])) or vector(0)", "rejected"),
                w=4,
                decimals=0,
                thresholds=steps(GREEN, 1, ORANGE),
            ),
            stat(
                "Largest lag",
                "Bytes that are there and not acknowledged, in the source with most.",
                query(f"max(exporters_logs_lag_bytes{{{HOST}}})", "lag"),
                w=4,
                unit="bytes",
                thresholds=steps(GREEN, 1048576, YELLOW, 104857600, RED),
            ),
            stat(
                "Receiver",
                "Whether sending is held back after failures in a row.",
                query(f"max(exporters_logs_breaker_open{{{HOST}}})", "receiver"),
                w=4,
                mappings=[
                    {
                        "type": "value",
                        "options": {"0": {"text": "takes", "color": GREEN, "index": 0}, "1": {"text": "refuses", "color": RED, "index": 1}},
                    }
                ],
                thresholds=steps(GREEN, 1, RED),
            ),
            stat("Files", "Files that are followed.", query(f"sum(exporters_logs_files{{{HOST}}})", "files"), w=4),
            graph(
                "Read and delivered",
                "Lines per second, by source.",
                [
                    query(rate("exporters_logs_read_lines_total"), "{{source}} read"),
                    query(f"0 - {rate('exporters_logs_delivered_lines_total')}", "{{source}} delivered"),
                ],
                unit="short",
            ),
            graph(
                "Lag",
                "Bytes that are there and not acknowledged, by source.",
                query(f"sum by (instance, source) (exporters_logs_lag_bytes{{{HOST}}})", "{{source}} ({{instance}})"),
                unit="bytes",
                low=0,
            ),
            graph(
                "Age of what is delivered",
                "How old the newest acknowledged line is while others wait behind it; 0 when none do.",
                query(f"max by (instance, source) (exporters_logs_lag_seconds{{{HOST}}})", "{{source}} ({{instance}})"),
                w=8,
                unit="s",
                low=0,
                thresholds=steps(GREEN, 600, RED),
                limit=True,
            ),
            graph(
                "Rejected and dropped",
                "Lines per second that were not sent or not taken, by reason.",
                [
                    query(rate("exporters_logs_rejected_lines_total", "reason"), "rejected: {{reason}}"),
                    query(rate("exporters_logs_dropped_lines_total", "reason"), "dropped: {{reason}}"),
                ],
                w=8,
                unit="short",
                low=0,
            ),
            graph(
                "Requests to the receiver",
                "By what came of them, per second.",
                query(rate("exporters_logs_send_attempts_total", "outcome"), "{{outcome}}"),
                w=8,
                stack=True,
                unit="reqps",
                low=0,
            ),
            table(
                "Ledger",
                "read = delivered + pending + rejected + dropped, since the state directory was made.",
                [
                    (title, f"sum by (instance, source) ({metric}{{{HOST}}})", dict(decimals=0))
                    for title, metric in (
                        ("Read", "exporters_logs_read_lines_total"),
                        ("Delivered", "exporters_logs_delivered_lines_total"),
                        ("Pending", "exporters_logs_pending_lines"),
                        ("Rejected", "exporters_logs_rejected_lines_total"),
                        ("Dropped", "exporters_logs_dropped_lines_total"),
                        ("Cut", "exporters_logs_cut_lines_total"),
                        ("Repaired", "exporters_logs_repaired_lines_total"),
                    )
                ],
                key=["instance", "source"],
                names={"instance": "Host", "source": "Source"},
                sort="Read",
                h=8,
            ),
        ),
        row(
            "Requests in logs",
            graph(
                "Requests",
                "Requests per second by status. Needs the step metrics with these names: docs/log-parsing.md.",
                query("sum by (status) (rate(http_requests_total{%s}[$__rate_interval]))" % HOST, "{{status}}"),
                w=8,
                stack=True,
                unit="reqps",
                low=0,
            ),
            graph(
                "Failed requests",
                "Share of answers with a status of 500 and above.",
                query("source:http_request_errors:ratio_rate5m{%s}" % HOST, "{{source}} ({{instance}})"),
                w=8,
                unit="percentunit",
                low=0,
                thresholds=steps(GREEN, 0.05, RED),
                limit=True,
            ),
            graph(
                "Duration",
                "What 50, 95 and 99 of a hundred requests stay below.",
                [
                    query(
                        "histogram_quantile(%s, sum by (le) (rate(http_request_duration_seconds_bucket{%s}[$__rate_interval])))"
                        % (q, HOST),
                        name,
                    )
                    for q, name in ((0.5, "50 %"), (0.95, "95 %"), (0.99, "99 %"))
                ],
                w=8,
                unit="s",
                low=0,
                thresholds=steps(GREEN, 1, RED),
                limit=True,
            ),
            heatmap(
                "Durations",
                "How many requests took how long.",
                query("sum by (le) (increase(http_request_duration_seconds_bucket{%s}[$__rate_interval]))" % HOST, "{{le}}"),
                w=24,
            ),
            collapsed=True,
        ),
    ],
    loki=True,
    time="now-1h",
)
