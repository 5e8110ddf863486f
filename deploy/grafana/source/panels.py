"""Grafana's panels, as far as these dashboards use them. Nothing here is about exporters."""
from fields import BLUE, GREEN, override, query, steps


def panel(
    kind,
    title,
    description,
    targets,
    *,
    w,
    h,
    unit=None,
    thresholds=None,
    mappings=None,
    low=None,
    high=None,
    decimals=None,
    options=None,
    custom=None,
    links=None,
    overrides=None,
    transformations=None,
    color=None,
    no_value=None,
    datasource=None,
):
    targets = [targets] if isinstance(targets, dict) else targets
    defaults = {
        "color": color or {"mode": "thresholds" if thresholds or kind in ("stat", "gauge") else "palette-classic"},
        "mappings": mappings or [],
        "thresholds": thresholds or steps(GREEN),
        "custom": custom or {},
    }
    for key, value in (("unit", unit), ("min", low), ("max", high), ("decimals", decimals), ("links", links), ("noValue", no_value)):
        if value is not None:
            defaults[key] = value
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": datasource or targets[0]["datasource"],
        "targets": [{"refId": chr(ord("A") + i), **target} for i, target in enumerate(targets)],
        "fieldConfig": {"defaults": defaults, "overrides": overrides or []},
        "options": options or {},
        "transformations": transformations or [],
        "gridPos": {"w": w, "h": h},
    }


def stat(title, description, targets, *, w=4, h=4, graph=False, text="auto", **more):
    more.setdefault("thresholds", steps(BLUE))
    return panel(
        "stat",
        title,
        description,
        targets,
        w=w,
        h=h,
        options={
            "colorMode": "background" if more.pop("background", False) else "value",
            "graphMode": "area" if graph else "none",
            "justifyMode": "auto",
            "orientation": "auto",
            "textMode": text,
            "wideLayout": True,
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        },
        **more,
    )


def graph(title, description, targets, *, w=12, h=8, stack=False, percent=False, legend="list", lines=True, limit=False, **more):
    """A time series. limit draws the thresholds as lines."""
    custom = {
        "drawStyle": "line" if lines else "bars",
        "lineWidth": 1,
        "fillOpacity": 25 if stack else 8,
        "gradientMode": "none",
        "showPoints": "never",
        "spanNulls": False,
        "lineInterpolation": "linear",
        "axisPlacement": "auto",
        "axisLabel": "",
        "scaleDistribution": {"type": "linear"},
        "stacking": {"mode": "percent" if percent else "normal" if stack else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if limit else "off"},
    }
    if not lines:
        custom["fillOpacity"] = 80
    custom.update(more.pop("custom", {}))
    more.setdefault("color", {"mode": "palette-classic"})
    return panel(
        "timeseries",
        title,
        description,
        targets,
        w=w,
        h=h,
        custom=custom,
        options={
            "legend": {
                "displayMode": legend,
                "placement": "bottom",
                "showLegend": True,
                "calcs": ["lastNotNull", "max"] if legend == "table" else [],
            },
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        **more,
    )


def bars(title, description, targets, *, w=12, h=8, **more):
    """A bar gauge: one bar for each series, as it is now."""
    return panel(
        "bargauge",
        title,
        description,
        targets,
        w=w,
        h=h,
        options={
            "displayMode": "basic",
            "orientation": "horizontal",
            "showUnfilled": True,
            "valueMode": "color",
            "namePlacement": "auto",
            "sizing": "auto",
            "minVizHeight": 16,
            "minVizWidth": 8,
            "maxVizHeight": 24,
            "legend": {"showLegend": False, "displayMode": "list", "placement": "bottom", "calcs": []},
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        },
        **more,
    )


def states(title, description, targets, *, w=24, h=8, **more):
    """A state timeline."""
    return panel(
        "state-timeline",
        title,
        description,
        targets,
        w=w,
        h=h,
        custom={"fillOpacity": 75, "lineWidth": 0, "insertNulls": False},
        options={
            "mergeValues": True,
            "showValue": "never",
            "alignValue": "left",
            "rowHeight": 0.9,
            "perPage": 30,
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "single", "sort": "none"},
        },
        **more,
    )


def heatmap(title, description, targets, *, w=12, h=8, unit="s"):
    result = panel(
        "heatmap",
        title,
        description,
        targets,
        w=w,
        h=h,
        options={
            "calculate": False,
            "cellGap": 1,
            "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64, "exponent": 0.5, "fill": "dark-orange", "reverse": False},
            "exemplars": {"color": "rgba(255,0,255,0.7)"},
            "filterValues": {"le": 1e-9},
            "legend": {"show": True},
            "rowsFrame": {"layout": "auto"},
            "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": False},
            "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit},
        },
    )
    for target in result["targets"]:
        target["format"] = "heatmap"
    return result


def table(title, description, columns, *, key, w=24, h=10, names=None, sort=None, links=None, extra=None):
    """One row for each value of the labels in key, one column for each (title, expression, field options)."""
    names = names or {}
    targets = [query(expr, table=True) for _, expr, _ in columns]
    rename = {label: names.get(label, label) for label in key}
    order = {label: i for i, label in enumerate(key)}
    overrides = []
    for i, (column, _, options) in enumerate(columns):
        ref = f"Value #{chr(ord('A') + i)}"
        rename[ref], order[ref] = column, len(key) + i
        if options:
            overrides.append(override(column, **options))
    if links:
        overrides.append(override(rename[key[-1]], links=links))
    keep = "^(" + "|".join(list(key) + [f"Value #{chr(ord('A') + i)}" for i in range(len(columns))]) + ")$"
    if len(columns) == 1:
        keep, rename["Value"], order["Value"] = keep.replace("Value #A", "Value"), columns[0][0], len(key)
    transformations = ([{"id": "merge", "options": {}}] if len(columns) > 1 else []) + [
        {"id": "filterFieldsByName", "options": {"include": {"pattern": keep}}},
        {"id": "organize", "options": {"excludeByName": {}, "indexByName": order, "renameByName": rename}},
    ]
    if sort:
        transformations.append({"id": "sortBy", "options": {"fields": {}, "sort": [{"field": sort, "desc": True}]}})
    return panel(
        "table",
        title,
        description,
        targets,
        w=w,
        h=h,
        overrides=overrides + (extra or []),
        transformations=transformations,
        custom={"align": "auto", "cellOptions": {"type": "auto"}, "filterable": True, "inspect": False},
        options={"showHeader": True, "cellHeight": "sm", "footer": {"show": False, "reducer": ["sum"], "countRows": False, "fields": ""}},
    )


def logs(title, description, targets, *, w=24, h=16):
    return panel(
        "logs",
        title,
        description,
        targets,
        w=w,
        h=h,
        options={
            "showTime": True,
            "showLabels": False,
            "showCommonLabels": False,
            "wrapLogMessage": True,
            "prettifyLogMessage": False,
            "enableLogDetails": True,
            "dedupStrategy": "none",
            "sortOrder": "Descending",
        },
    )


def row(title, *panels, collapsed=False):
    return {"title": title, "collapsed": collapsed, "panels": list(panels)}
