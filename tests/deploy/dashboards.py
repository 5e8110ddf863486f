"""dashboards.py PROMETHEUS DASHBOARDS LIST - runs every PromQL query of the dashboards; see dashboards.sh."""
import json
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

prometheus, dashboards, listed = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
WINDOW = 30  # samples that must be there before rates are asked for
VARIABLES = {"__rate_interval": "30s", "__interval": "5s", "__range": "60s", "__auto": "5s"}


def ask(path, **parameters):
    data = urllib.parse.urlencode(parameters).encode()
    try:
        with urllib.request.urlopen(f"{prometheus}/api/v1/{path}", data, timeout=30) as answer:
            return json.load(answer)["data"]["result"]
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{parameters['query']}\n  {json.load(error)['error']}")
    except OSError:
        return []


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield from panel.get("panels", []) if panel["type"] == "row" else [panel]


def substitute(expression):
    return re.sub(r"\$(\w+)", lambda match: VARIABLES.get(match[1], ".*"), expression)


def queries():
    """(dashboard, panel, refId, expression) of everything that Prometheus is asked, the variables' queries included."""
    for path in sorted(dashboards.rglob("*.json")):
        dashboard = json.loads(path.read_text())
        for panel in panels(dashboard):
            for target in panel["targets"]:
                if target["datasource"]["type"] == "prometheus":
                    yield dashboard["uid"], panel["title"], target["refId"], target["expr"]
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query" and variable["datasource"]["type"] == "prometheus":
                selector = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["definition"])
                yield dashboard["uid"], f"${variable['name']}", "-", f"count by ({selector[2]}) ({selector[1]} != 1e99)"


# Until so much was scraped, the probes have all answered, and a container was started again while it was watched.
# What is waited for is counted in samples: a loaded machine only takes longer.
ready = {
    "scrapes": f'count_over_time(up{{job="exporters"}}[10m]) >= {WINDOW}',
    "probes": "count(probe_success) >= 5",
    "restarts": "sum(increase(container_restarts_total[30s])) > 0",
    "agents": "count(agent_up) > 5",
    "units": 'sum(rate(systemd_unit_cpu_throttled_periods_total{instance="rig"}[30s])) > 0',
    "use of agents": 'count(agent_cpu_percent{instance="rig"}) > 5',
    "refusals": "sum(rate(exporters_logs_rejected_lines_total[30s])) > 0",
    "requests": "sum(rate(http_requests_total[30s])) > 0",
}
deadline = time.monotonic() + 600
while missing := [name for name, expression in ready.items() if not ask("query", query=expression)]:
    if time.monotonic() > deadline:
        sys.exit(f"after ten minutes still without: {', '.join(missing)}")
    time.sleep(1)

reasons = {}
for line in listed.read_text().splitlines():
    if line and not line.startswith("#"):
        *where, reason = (cell.strip() for cell in line.split("|"))
        reasons[tuple(where)] = reason

wrong, empty, total, now = [], set(), 0, time.time()
known = set()
for uid, title, ref, expression in queries():
    total += 1
    known.add((uid, title, ref))
    query = substitute(expression)
    result = ask("query", query=query) or ask("query_range", query=query, start=now - 45, end=now, step=5)
    if result:
        continue
    empty.add((uid, title, ref))
    if (uid, title, ref) not in reasons:
        wrong.append(f"{uid} | {title} | {ref} | finds nothing: {query}")

wrong += [f"{' | '.join(where)} is listed and in no dashboard" for where in reasons if where not in known]
print("\n".join(wrong))
print(
    f"dashboards: {total} queries, {total - len(empty)} with data, {len(empty) - sum('finds nothing' in w for w in wrong)} without and listed"
)
for where in sorted(empty & set(reasons)):
    print(f"  {' | '.join(where)}: {reasons[where]}")
sys.exit(1 if wrong else 0)
