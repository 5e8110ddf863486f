"""kubernetes.py - reads what kustomize put together, and looks whether what its objects refer to is there. Run below the repository."""
import glob
import sys

import yaml

objects = list(yaml.safe_load_all(sys.stdin))


def named(kind):
    return {o["metadata"]["name"]: o for o in objects if o["kind"] == kind}


kinds = [o["kind"] for o in objects]
for kind in ("Namespace", "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "DaemonSet", "Service", "ServiceMonitor", "PrometheusRule"):
    assert kind in kinds, f"no {kind}"
(namespace,) = named("Namespace")
assert all(o["metadata"].get("namespace") == namespace for o in objects if o["kind"] != "Namespace"), "an object is in another namespace"
assert set(named("DaemonSet")) == {"exporters", "exporters-logs"}

(monitor,) = named("ServiceMonitor").values()
(chosen,) = monitor["spec"]["selector"]["matchExpressions"]
for name, daemon in named("DaemonSet").items():
    pod, container = daemon["spec"]["template"], daemon["spec"]["template"]["spec"]["containers"][0]
    labels = pod["metadata"]["labels"]
    assert daemon["spec"]["selector"]["matchLabels"].items() <= labels.items(), "the DaemonSet does not select its pods"
    others = [d["spec"]["selector"]["matchLabels"] for n, d in named("DaemonSet").items() if n != name]
    assert not any(o.items() <= labels.items() for o in others), "another DaemonSet selects its pods"
    assert pod["spec"]["serviceAccountName"] in named("ServiceAccount")
    maps = [v["configMap"]["name"] for v in pod["spec"]["volumes"] if "configMap" in v]
    assert maps and set(maps) <= set(named("ConfigMap")), f"no ConfigMap {maps}"
    assert "exporters.yaml" in named("ConfigMap")[maps[0]]["data"], "the ConfigMap does not hold the file that the program reads"
    assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in pod["spec"]["volumes"]}
    assert [m["name"] for m in container["volumeMounts"] if not m.get("readOnly")] == (["state"] if name == "exporters-logs" else []), "a mount may be written to"
    assert container["image"].count(":") == 1 and not container["image"].endswith(":latest"), container["image"]
    security = container["securityContext"]
    # The logs are root's; it is root without any capability.
    assert pod["spec"]["securityContext"].get("runAsNonRoot") or name == "exporters-logs"
    assert security["readOnlyRootFilesystem"] and pod["spec"]["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
    assert not security["allowPrivilegeEscalation"] and security["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"]["memory"] and container["resources"]["requests"]
    ports = {p["name"] for p in container["ports"]}
    assert all(container[p]["httpGet"]["port"] in ports for p in ("startupProbe", "livenessProbe", "readinessProbe"))
    (service,) = (s for s in named("Service").values() if s["spec"]["selector"].items() <= labels.items())
    assert {p["targetPort"] for p in service["spec"]["ports"]} <= ports
    assert service["metadata"]["labels"][chosen["key"]] in chosen["values"], "the ServiceMonitor does not select the Service"
    assert {e["port"] for e in monitor["spec"]["endpoints"]} <= {p["name"] for p in service["spec"]["ports"]}

for binding in named("RoleBinding").values():
    assert binding["roleRef"]["name"] in named(binding["roleRef"]["kind"])
files = {file.rsplit("/", 1)[1][:-4]: yaml.safe_load(open(file)) for file in glob.glob("deploy/prometheus/rules/*.yml")}
rules = {name.removeprefix("exporters-"): o["spec"] for name, o in named("PrometheusRule").items()}
assert rules == files, "the PrometheusRules are not the rule files"
count = sum(len(group["rules"]) for file in files.values() for group in file["groups"])
print(f"{len(objects)} objects, {count} rules of {len(files)} files")
