"""What Grafana's panels ask and how they show a value: queries, thresholds, mappings, overrides, links. Nothing here is about exporters."""

PROMETHEUS = {"type": "prometheus", "uid": "${datasource}"}
LOKI = {"type": "loki", "uid": "${loki}"}

GREEN, YELLOW, ORANGE, RED, BLUE, GREY = "green", "yellow", "orange", "red", "blue", "text"


def steps(*pairs):
    """steps("green", 80, "orange", 90, "red"): colours and the values from which the next one holds."""
    result = [{"color": pairs[0], "value": None}]
    for value, color in zip(pairs[1::2], pairs[2::2]):
        result.append({"color": color, "value": value})
    return {"mode": "absolute", "steps": result}


def query(expr, legend="__auto", instant=False, table=False):
    """A PromQL target; refId is given when the panel is made."""
    return {
        "datasource": PROMETHEUS,
        "editorMode": "code",
        "expr": " ".join(expr.split()),
        "legendFormat": legend,
        "instant": instant or table,
        "range": not (instant or table),
        "format": "table" if table else "time_series",
    }


def logql(expr, legend="", instant=False, lines=None):
    """A LogQL target."""
    target = {
        "datasource": LOKI,
        "editorMode": "code",
        "expr": " ".join(expr.split()),
        "legendFormat": legend,
        "queryType": "instant" if instant else "range",
    }
    return {**target, "maxLines": lines} if lines else target


def values(*pairs):
    """Value mappings: values((1, "up", GREEN), (0, "down", RED))."""
    return [{"type": "value", "options": {str(v): {"text": t, "color": c, "index": i} for i, (v, t, c) in enumerate(pairs)}}]


def override(name, **properties):
    """What one field of a panel has of its own; by_regex=True matches names by a pattern."""
    matcher = "byRegexp" if properties.pop("by_regex", False) else "byName"
    ids = {
        "width": "custom.width",
        "hidden": "custom.hideFrom.viz",
        "cell": "custom.cellOptions",
        "stacking": "custom.stacking",
        "style": "custom.lineStyle",
        "fill": "custom.fillOpacity",
        "draw": "custom.drawStyle",
        "line": "custom.lineWidth",
        "axis": "custom.axisPlacement",
        "name": "displayName",
        "lowest": "min",
        "highest": "max",
    }
    return {
        "matcher": {"id": matcher, "options": name},
        "properties": [{"id": ids.get(key, key), "value": value} for key, value in properties.items()],
    }


BACKGROUND = {"type": "color-background", "mode": "basic"}
COLORED = {"type": "color-text"}
GAUGE = {"type": "gauge", "mode": "basic", "valueDisplayMode": "text"}


def link(title, url, new_tab=False):
    return {"title": title, "url": url, "targetBlank": new_tab}
