#!/usr/bin/env python3
"""Writes deploy/grafana/dashboards from deploy/grafana/source.

    build.py            writes them
    build.py --check    says which committed ones are not what the source makes, and ends with 1
"""
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / "source"))
sys.dont_write_bytecode = True

import agents, containers, exporter, logs, overview, probes  # noqa: E402, E401

DASHBOARDS = {
    "Hosts/overview.json": overview.DASHBOARD,
    "Services/agent-monitoring.json": agents.DASHBOARD,
    "Services/containers.json": containers.DASHBOARD,
    "Services/probes.json": probes.DASHBOARD,
    "Logs/logs.json": logs.DASHBOARD,
    "Exporters/exporter.json": exporter.DASHBOARD,
}


def main():
    check = sys.argv[1:] == ["--check"]
    wrong = []
    for name, dashboard in DASHBOARDS.items():
        path = here / "dashboards" / name
        text = json.dumps(dashboard, indent=1, ensure_ascii=False) + "\n"
        if check:
            if not path.exists() or path.read_text() != text:
                wrong.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    wrong += [
        str(p.relative_to(here / "dashboards"))
        for p in (here / "dashboards").rglob("*.json")
        if check and str(p.relative_to(here / "dashboards")) not in DASHBOARDS
    ]
    if wrong:
        sys.exit("not what deploy/grafana/source makes; run deploy/grafana/build.py: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
