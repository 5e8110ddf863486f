"""Grafana's dashboards and their variables. Nothing here is about exporters."""
from fields import LOKI, PROMETHEUS


def datasource(name, label, kind, import_name):
    """A data source to choose. Imported by hand, its first value is what was chosen then; provisioned, Grafana takes the first there is."""
    return {
        "type": "datasource",
        "name": name,
        "label": label,
        "query": kind,
        "regex": "",
        "hide": 0,
        "multi": False,
        "includeAll": False,
        "refresh": 1,
        "options": [],
        "current": {"text": f"${{{import_name}}}", "value": f"${{{import_name}}}"},
    }


def variable(name, label, expr, *, all_value=".*", multi=True, regex="", default_all=True):
    """Values of a label in Prometheus."""
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": PROMETHEUS,
        "definition": expr,
        "hide": 0,
        "multi": multi,
        "query": {"qryType": 1, "query": expr, "refId": "PrometheusVariableQueryEditor-VariableQuery"},
        "includeAll": multi,
        "allValue": all_value if multi else None,
        "refresh": 2,
        "sort": 1,
        "regex": regex,
        "options": [],
        "current": {"text": ["All"], "value": ["$__all"]} if multi and default_all else {},
    }


def loki_variable(name, label, stream_label, selector, *, all_value=".*"):
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": LOKI,
        "definition": "",
        "hide": 0,
        "multi": True,
        "includeAll": True,
        "query": {"label": stream_label, "refId": "LokiVariableQueryEditor-VariableQuery", "stream": selector, "type": 1},
        "allValue": all_value,
        "refresh": 2,
        "sort": 1,
        "regex": "",
        "options": [],
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def choice(name, label, options, *, all_value=".*"):
    """A list that stands in the dashboard; "shown : value" gives a value another text."""
    return {
        "type": "custom",
        "name": name,
        "label": label,
        "query": ",".join(options),
        "hide": 0,
        "multi": True,
        "includeAll": True,
        "allValue": all_value,
        "options": [],
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def textbox(name, label, default=""):
    return {
        "type": "textbox",
        "name": name,
        "label": label,
        "query": default,
        "hide": 0,
        "options": [{"selected": True, "text": default, "value": default}],
        "current": {"text": default, "value": default},
    }


def dashboard(uid, title, description, tags, variables, rows, *, time="now-3h", refresh="30s", loki=False, links=None):
    """The whole of it: panels are placed from left to right and numbered in the order in which they stand."""
    sources = [("DS_PROMETHEUS", "Prometheus", "prometheus")] + ([("DS_LOKI", "Loki", "loki")] if loki else [])
    choosers = [datasource("datasource", "Metrics", "prometheus", "DS_PROMETHEUS")] + (
        [datasource("loki", "Logs", "loki", "DS_LOKI")] if loki else []
    )
    panels, number, y = [], 0, 0

    def place(items, y):
        nonlocal number
        x = height = 0
        placed = []
        for item in items:
            size = item["gridPos"]
            if x + size["w"] > 24:
                x, y, height = 0, y + height, 0
            number += 1
            placed.append({"id": number, **item, "gridPos": {"x": x, "y": y, **size}})
            x, height = x + size["w"], max(height, size["h"])
        return placed, y + height

    for item in rows:
        number += 1
        head = {
            "id": number,
            "type": "row",
            "title": item["title"],
            "collapsed": item["collapsed"],
            "gridPos": {"x": 0, "y": y, "w": 24, "h": 1},
        }
        placed, end = place(item["panels"], y + 1)
        if item["collapsed"]:
            panels.append({**head, "panels": placed})
            y += 1
        else:
            panels += [{**head, "panels": []}, *placed]
            y = end
    kinds = sorted({p["type"] for p in panels} | {p["type"] for r in panels for p in r.get("panels", [])} - {"row"})
    return {
        "__inputs": [
            {
                "name": n,
                "label": label,
                "description": f"The {label} that has the data",
                "type": "datasource",
                "pluginId": plugin,
                "pluginName": label,
            }
            for n, label, plugin in sources
        ],
        "__requires": [{"type": "grafana", "id": "grafana", "name": "Grafana", "version": "11.0.0"}]
        + [{"type": "datasource", "id": plugin, "name": label, "version": "1.0.0"} for _, label, plugin in sources]
        + [{"type": "panel", "id": kind, "name": kind, "version": ""} for kind in kinds if kind != "row"],
        "uid": uid,
        "title": title,
        "description": description,
        "tags": ["exporters", *tags],
        "id": None,
        "version": 1,
        "schemaVersion": 39,
        "editable": True,
        "graphTooltip": 1,
        "liveNow": False,
        "fiscalYearStartMonth": 0,
        "weekStart": "",
        "timezone": "",
        "refresh": refresh,
        "time": {"from": time, "to": "now"},
        "timepicker": {},
        "annotations": {
            "list": [
                {
                    "builtIn": 1,
                    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
                    "enable": True,
                    "hide": True,
                    "iconColor": "rgba(0, 211, 255, 1)",
                    "name": "Annotations & Alerts",
                    "type": "dashboard",
                }
            ]
        },
        "links": [
            {
                "type": "dashboards",
                "title": "Exporters",
                "tags": ["exporters"],
                "asDropdown": True,
                "includeVars": True,
                "keepTime": True,
                "targetBlank": False,
                "icon": "external link",
                "tooltip": "",
                "url": "",
            }
        ]
        + (links or []),
        "templating": {"list": choosers + variables},
        "panels": panels,
    }
