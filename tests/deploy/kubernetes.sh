#!/usr/bin/env bash
# kubernetes.sh - deploy/kubernetes is put together by kustomize (of kubectl), and what its objects refer to is there.
# Needs kubernetes-client and python3-yaml of Debian. No cluster is asked.
set -euo pipefail
cd "$(dirname "$0")/../.."
diff <(deploy/kubernetes/rules.sh) deploy/kubernetes/prometheusrules.yaml >/dev/null ||
  { echo "kubernetes.sh: run deploy/kubernetes/rules.sh >deploy/kubernetes/prometheusrules.yaml" >&2; exit 1; }
kubectl kustomize deploy/kubernetes | /usr/bin/python3 -c '
import glob, sys, yaml
objects = list(yaml.safe_load_all(sys.stdin))
def named(kind): return {o["metadata"]["name"]: o for o in objects if o["kind"] == kind}
kinds = [o["kind"] for o in objects]
for kind in ("Namespace", "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "DaemonSet", "Service", "ServiceMonitor", "PrometheusRule"):
    assert kind in kinds, f"no {kind}"
namespace, = named("Namespace")
assert all(o["metadata"].get("namespace") == namespace for o in objects if o["kind"] != "Namespace"), "an object is in another namespace"
for daemon in named("DaemonSet").values():
    pod, container = daemon["spec"]["template"], daemon["spec"]["template"]["spec"]["containers"][0]
    labels = pod["metadata"]["labels"]
    assert daemon["spec"]["selector"]["matchLabels"].items() <= labels.items(), "the DaemonSet does not select its pods"
    assert pod["spec"]["serviceAccountName"] in named("ServiceAccount")
    maps = [v["configMap"]["name"] for v in pod["spec"]["volumes"] if "configMap" in v]
    assert maps and set(maps) <= set(named("ConfigMap")), f"no ConfigMap {maps}"
    assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in pod["spec"]["volumes"]}
    assert all(m["readOnly"] for m in container["volumeMounts"]), "a mount may be written to"
    assert container["image"].count(":") == 1 and not container["image"].endswith(":latest"), container["image"]
    security = container["securityContext"]
    assert pod["spec"]["securityContext"]["runAsNonRoot"] and security["readOnlyRootFilesystem"]
    assert not security["allowPrivilegeEscalation"] and security["capabilities"] == {"drop": ["ALL"]}
    ports = {p["name"] for p in container["ports"]}
    assert all(container[p]["httpGet"]["port"] in ports for p in ("startupProbe", "livenessProbe", "readinessProbe"))
    for service in named("Service").values():
        assert service["spec"]["selector"].items() <= labels.items(), "the Service does not select the pods"
        assert {p["targetPort"] for p in service["spec"]["ports"]} <= ports
        for monitor in named("ServiceMonitor").values():
            assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
            assert {e["port"] for e in monitor["spec"]["endpoints"]} <= {p["name"] for p in service["spec"]["ports"]}
for binding in named("RoleBinding").values():
    assert binding["roleRef"]["name"] in named(binding["roleRef"]["kind"])
files = {file.rsplit("/", 1)[1][:-4]: yaml.safe_load(open(file)) for file in glob.glob("deploy/prometheus/rules/*.yml")}
rules = {name.removeprefix("exporters-"): o["spec"] for name, o in named("PrometheusRule").items()}
assert rules == files, "the PrometheusRules are not the rule files"
count = sum(len(group["rules"]) for file in files.values() for group in file["groups"])
print(f"{len(objects)} objects, {count} rules of {len(files)} files")'
