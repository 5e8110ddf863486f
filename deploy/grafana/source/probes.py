"""Targets that are probed: those of the configuration, and those of jobs that scrape /probe."""
from board import dashboard, variable
from common import from_row
from fields import BACKGROUND, COLORED, GREEN, ORANGE, RED, YELLOW, query, steps, values
from panels import graph, row, stat, states, table

HOST = 'job=~"$job",instance=~"$instance"'
ON = HOST + ',target=~"$target"'
UP = values((1, "up", GREEN), (0, "down", RED))
JOB = variable("job", "Job", "label_values(probe_success, job)")
INSTANCE = variable("instance", "Probed from", 'label_values(probe_success{job=~"$job"}, instance)')
TARGET = variable("target", "Target", 'label_values(probe_success{job=~"$job",instance=~"$instance"}, target)')
LEFT = f"min by (target) (probe_ssl_earliest_cert_expiry{{{ON}}}) - time()"

DASHBOARD = dashboard(
    "exporters-probes",
    "Probes",
    "Whether targets answer, how fast in which phase, and until when their certificates hold.",
    ["probes"],
    [JOB, INSTANCE, TARGET],
    [
        row(
            "Availability",
            stat("Up", "Targets whose last probe succeeded.", query(f"sum(probe_success{{{ON}}})", "up"), w=4, thresholds=steps(GREEN)),
            stat(
                "Down",
                "Targets whose last probe failed.",
                query(f"count(probe_success{{{ON}}} == 0) or vector(0)", "down"),
                w=4,
                thresholds=steps(GREEN, 1, RED),
                background=True,
            ),
            stat(
                "Availability",
                "Share of successful probes in the time shown, over all targets.",
                query(f"avg(avg_over_time(probe_success{{{ON}}}[$__range]))", "available", instant=True),
                w=4,
                decimals=2,
                thresholds=steps(RED, 0.99, ORANGE, 0.999, GREEN),
                unit="percentunit",
            ),
            stat(
                "Slowest",
                "The target that takes longest.",
                query(f"topk(1, max by (target) (probe_duration_seconds{{{ON}}}))", "{{target}}", instant=True),
                w=6,
                text="value_and_name",
                unit="s",
                thresholds=steps(GREEN, 1, YELLOW, 2, RED),
            ),
            stat(
                "Next certificate to end",
                "Time that is left of the certificate that ends first.",
                query(f"bottomk(1, {LEFT})", "{{target}}", instant=True),
                w=6,
                text="value_and_name",
                unit="dtdurations",
                decimals=0,
                thresholds=steps(RED, 3 * 86400, ORANGE, 21 * 86400, GREEN),
            ),
            states(
                "Targets over time",
                "Whether the probes of each target succeeded.",
                query(f"min by (target, instance) (probe_success{{{ON}}})", "{{target}}"),
                h=8,
                mappings=UP,
                thresholds=steps(RED, 1, GREEN),
            ),
            table(
                "Targets",
                "Each target as it is now.",
                [
                    (
                        "State",
                        f"min by (instance, target) (probe_success{{{ON}}})",
                        dict(mappings=UP, thresholds=steps(RED, 1, GREEN), cell=BACKGROUND, width=80),
                    ),
                    (
                        "Available",
                        f"avg by (instance, target) (avg_over_time(probe_success{{{ON}}}[$__range]))",
                        dict(unit="percentunit", decimals=3, thresholds=steps(RED, 0.99, ORANGE, 0.999, GREEN), cell=COLORED),
                    ),
                    (
                        "Takes",
                        f"max by (instance, target) (probe_duration_seconds{{{ON}}})",
                        dict(unit="s", decimals=3, thresholds=steps(GREEN, 1, YELLOW, 2, RED), cell=COLORED),
                    ),
                    ("Status", f"max by (instance, target) (probe_http_status_code{{{ON}}})", dict(decimals=0)),
                    ("Redirects", f"max by (instance, target) (probe_http_redirects{{{ON}}})", dict(decimals=0)),
                    ("Probed", f"max by (instance, target) (probe_result_age_seconds{{{ON}}})", dict(unit="s", decimals=0)),
                ],
                key=["instance", "target"],
                names={"instance": "From", "target": "Target"},
                sort="Takes",
                links=[from_row("Only this target", "/d/exporters-probes?var-target=${__data.fields.Target}")],
            ),
            graph(
                "Failures by reason",
                "Targets that fail, by reason.",
                query(f"sum by (reason) (probe_failure{{{ON}}}) > 0", "{{reason}}"),
                lines=False,
                stack=True,
                unit="short",
                low=0,
            ),
            graph(
                "HTTP status",
                "The last response's status; 0 without one.",
                query(f"max by (target) (probe_http_status_code{{{ON}}})", "{{target}}"),
                unit="short",
                low=0,
            ),
        ),
        row(
            "Phases",
            graph(
                "Duration",
                "How long a probe took from the first to the last step.",
                query(f"max by (target) (probe_duration_seconds{{{ON}}})", "{{target}}"),
                unit="s",
                low=0,
                thresholds=steps(GREEN, 2, RED),
                limit=True,
            ),
            graph(
                "HTTP phases",
                "Where the time of HTTP probes went, averaged over the targets selected.",
                query(f"avg by (phase) (probe_http_duration_seconds{{{ON}}})", "{{phase}}"),
                stack=True,
                unit="s",
                low=0,
            ),
            graph(
                "Name resolution",
                "How long it took to find the address of each target.",
                query(f"max by (target) (probe_dns_lookup_time_seconds{{{ON}}})", "{{target}}"),
                w=8,
                unit="s",
                low=0,
            ),
            graph(
                "ICMP phases",
                "Where the time of pings went.",
                query(f"avg by (phase) (probe_icmp_duration_seconds{{{ON}}})", "{{phase}}"),
                w=8,
                stack=True,
                unit="s",
                low=0,
            ),
            graph(
                "Body length",
                "Length of the HTTP answer, after decompression.",
                query(f"max by (target) (probe_http_uncompressed_body_length{{{ON}}})", "{{target}}"),
                w=8,
                unit="bytes",
                low=0,
            ),
        ),
        row(
            "Certificates",
            graph(
                "Time left",
                "Until the first certificate that each target sends ends.",
                query(LEFT, "{{target}}"),
                unit="dtdurations",
                thresholds=steps(RED, 21 * 86400, GREEN),
                limit=True,
            ),
            table(
                "Certificates",
                "What each target sends, also when it is refused.",
                [
                    (
                        "Time left",
                        f"min by (target, subject, issuer, subjectalternative) (probe_ssl_last_chain_info{{{ON}}}) * on (target) group_left () ({LEFT})",
                        dict(unit="dtdurations", decimals=0, thresholds=steps(RED, 3 * 86400, ORANGE, 21 * 86400, GREEN), cell=COLORED),
                    )
                ],
                key=["target", "subject", "subjectalternative", "issuer"],
                names={"target": "Target", "subject": "Subject", "issuer": "Issuer", "subjectalternative": "Names"},
                w=12,
                h=8,
            ),
            table(
                "TLS",
                "The version that was agreed on, and whether the certificate was refused.",
                [("Agreed", f"max by (target, version) (probe_tls_version_info{{{ON}}})", dict(decimals=0))],
                key=["target", "version"],
                names={"target": "Target", "version": "Version"},
                w=12,
                h=8,
            ),
            graph(
                "Refused certificates",
                "Targets whose certificate is expired, for another name, or not trusted.",
                query(f'sum by (target, reason) (probe_failure{{{ON},reason=~"tls_.+"}})', "{{target}} {{reason}}"),
                unit="short",
                low=0,
            ),
        ),
    ],
)
