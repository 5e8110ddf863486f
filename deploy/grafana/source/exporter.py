"""This program itself: does it answer, what can it not read, what does it cost."""
from common import HOST, HOST_LOGS, INSTANCE, JOB, UP, from_row
from grafana import (BLUE, COLORED, GREEN, ORANGE, RED, YELLOW, bars, dashboard, graph, query, row, stat, states, steps, table)

OURS = f"and on (job, instance) exporters_build_info"
LINKS = [HOST_LOGS]

DASHBOARD = dashboard(
    "exporters-health", "Exporter health", "Whether the exporters answer, what they cannot read, and what they cost.", ["exporter"], [JOB, INSTANCE], [
        row("Health",
            stat("Answer", "Exporters that answer.", query(f"sum(up{{{HOST}}})", "up"), w=3, thresholds=steps(GREEN)),
            stat("Silent", "Exporters that do not.", query(f"count(up{{{HOST}}} == 0) or vector(0)", "down"), w=3, thresholds=steps(GREEN, 1, RED), background=True),
            stat("Unreadable", "Sources that are there and cannot be read.", query(f"sum(exporters_source_unreadable{{{HOST}}}) or vector(0)", "sources"), w=3, thresholds=steps(GREEN, 1, YELLOW)),
            stat("Oldest data", "The oldest snapshot of any collector; probes have intervals of their own.", query(f'max(exporters_collector_data_age_seconds{{{HOST},collector!~"probes|hostaddress"}})', "age"), w=4, unit="s", thresholds=steps(GREEN, 60, YELLOW, 120, RED)),
            stat("Largest", "Resident memory of the largest process; less than 50 MiB are usual.", query(f"max(process_resident_memory_bytes{{{HOST}}} {OURS})", "memory"), w=4, unit="bytes", thresholds=steps(GREEN, 52428800, YELLOW, 104857600, RED)),
            stat("Slowest scrape", "The longest scrape; at 5 s it fails.", query(f"max(scrape_duration_seconds{{{HOST}}})", "scrape"), w=4, unit="s", thresholds=steps(GREEN, 0.5, YELLOW, 2, RED)),
            stat("Series", "Series of all exporters together.", query(f"sum(scrape_samples_scraped{{{HOST}}})", "series"), w=3),
            states("Exporters over time", "Whether each exporter answered its scrapes.", query(f"max by (job, instance) (up{{{HOST}}})", "{{job}} on {{instance}}"), h=6, mappings=UP, thresholds=steps(RED, 1, GREEN), links=LINKS),
            table("What cannot be read", "The log has one line for each, with the command that mends it.", [
                ("Unreadable", f"max by (instance, reason, source) (exporters_source_unreadable{{{HOST}}})", dict(decimals=0))],
                key=["instance", "reason", "source"], names={"instance": "Host", "reason": "Reason", "source": "Source"}, w=12, h=8),
            table("Versions", "What runs where.", [
                ("Processes", f"count by (version, revision, platform, instance) (exporters_build_info{{{HOST}}})", dict(decimals=0))],
                key=["instance", "version", "revision", "platform"], names={"instance": "Host", "version": "Version", "revision": "Revision", "platform": "Platform"}, w=12, h=8)),
        row("Collectors",
            states("Collectors that show nothing", "Collectors without data: what the machine does not have, and what fails.", query(f"max by (instance, collector) (node_scrape_collector_success{{{HOST}}}) == 0", "{{collector}} ({{instance}})"), h=8,
                   mappings=[{"type": "value", "options": {"0": {"text": "nothing", "color": ORANGE, "index": 0}}}], links=LINKS),
            bars("Time for each collector", "How long each collector took at the last scrape; the fifteen slowest.", query(f"topk(15, max by (collector) (node_scrape_collector_duration_seconds{{{HOST}}}))", "{{collector}}", instant=True), w=8, unit="s", low=0,
                 thresholds=steps(GREEN, 0.1, YELLOW, 1, RED)),
            bars("Series of each collector", "Series that each collector wrote at the last scrape; the fifteen with most.", query(f"topk(15, sum by (collector) (exporters_series{{{HOST}}}))", "{{collector}}", instant=True), w=8, unit="short", low=0, thresholds=steps(BLUE)),
            graph("Age of data", "Time since what a collector shows was read.", query(f"max by (instance, collector) (exporters_collector_data_age_seconds{{{HOST}}})", "{{collector}} ({{instance}})"), w=8, unit="s", low=0,
                  thresholds=steps(GREEN, 120, RED), limit=True, links=LINKS)),
        row("Cost",
            graph("Memory", "Resident memory of each process.", query(f"sum by (job, instance) (process_resident_memory_bytes{{{HOST}}} {OURS})", "{{job}} on {{instance}}"), unit="bytes", low=0, thresholds=steps(GREEN, 52428800, RED), limit=True),
            graph("CPU", "CPUs in use by each process; 0.01 is one percent of one CPU.", query(f"sum by (job, instance) (rate(process_cpu_seconds_total{{{HOST}}}[$__rate_interval]) {OURS})", "{{job}} on {{instance}}"), unit="percentunit", low=0),
            graph("Scrapes", "How long scrapes take.", query(f"max by (job, instance) (scrape_duration_seconds{{{HOST}}})", "{{job}} on {{instance}}"), w=8, unit="s", low=0, thresholds=steps(GREEN, 2, RED), limit=True),
            graph("Samples", "Samples of each scrape.", query(f"max by (job, instance) (scrape_samples_scraped{{{HOST}}})", "{{job}} on {{instance}}"), w=8, unit="short", low=0),
            graph("Open files", "Files that each process has open.", query(f"sum by (job, instance) (process_open_fds{{{HOST}}} {OURS})", "{{job}} on {{instance}}"), w=8, unit="short", low=0),
            graph("Starts", "When each process started: a step is a restart.", query(f"time() - max by (job, instance) (process_start_time_seconds{{{HOST}}} {OURS})", "{{job}} on {{instance}}"), w=12, unit="dtdurations", low=0),
            graph("Answers", "Scrapes answered, by HTTP status, per second.", query(f"sum by (code) (rate(promhttp_metric_handler_requests_total{{{HOST}}}[$__rate_interval]))", "{{code}}"), w=12, unit="reqps", low=0)),
    ])
