#!/usr/bin/env bash
# kubernetes.sh PUBLISHED-DIR - deploy/kubernetes is put together by kustomize (of kubectl), what its objects refer to is there, and the
# log pods' configuration reads a node's directory of pods. Needs kubernetes-client, python3-yaml and npm. No cluster is asked.
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:?say where the published program is}
work=$(mktemp -d)
pids=()
finish() {
  local status=$?
  [ $status = 0 ] || tail -n 15 "$work"/*.log >&2 || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
  exit $status
}
trap finish EXIT
fail() { echo "kubernetes.sh: $*" >&2; exit 1; }
eventually() { # WHAT COMMAND... - until the command succeeds
  for _ in $(seq 120); do
    "${@:2}" && return
    sleep 0.5
  done
  fail "not in time: $1"
}

diff <(deploy/kubernetes/rules.sh) deploy/kubernetes/prometheusrules.yaml >/dev/null ||
  fail "run deploy/kubernetes/rules.sh >deploy/kubernetes/prometheusrules.yaml"
RUNBOOKS_URL=https://runbooks.example/runbooks.md deploy/kubernetes/rules.sh | grep 'runbook_url: https://runbooks.example/runbooks.md#hostdown$' >/dev/null ||
  fail "rules.sh does not know RUNBOOKS_URL"
kubectl kustomize deploy/kubernetes >"$work/objects.yaml"
/usr/bin/python3 tests/deploy/kubernetes.py <"$work/objects.yaml"
tests/deploy/kubernetes-types.sh "$work" <"$work/objects.yaml"

# A node's pods, one of them with a line in pieces and a rotated file, and the log pod's own.
pods=$work/var/log/pods
line() { # POD-DIRECTORY/CONTAINER TAG TEXT
  mkdir -p "$pods/$1"
  printf '%s stdout %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" "$2" "$3" >>"$pods/$1/0.log"
}
line shop_api-7d4b9c-x2x1p_0a1b2c3d-1111-2222-3333-444455556666/web F '{"level":"error","msg":"no stock","seq":1}'
line shop_api-7d4b9c-x2x1p_0a1b2c3d-1111-2222-3333-444455556666/web P 'seq=2 in two '
line shop_api-7d4b9c-x2x1p_0a1b2c3d-1111-2222-3333-444455556666/web F 'pieces'
line kube-system_coredns-5dd5_9f8e7d6c-0000-1111-2222-333344445555/coredns F '[INFO] seq=3 plugin/reload'
line monitoring_exporters-logs-abcde_1234/exporters-logs F 'seq=4 of its own'
dotnet build tests/Exporters.LogSink -o "$work/sink" -clp:ErrorsOnly >"$work/build.log"
dotnet "$work/sink/Exporters.LogSink.dll" --listen 127.0.0.1:0 --id-key seq --dump "$work/records" >"$work/sink.log" 2>&1 &
pids+=($!)
eventually "the log sink listens" grep -q ^listening "$work/sink.log"
LOKI_URL=$(sed -n 's,^listening \(http://[^/ ]*\).*,\1,p' "$work/sink.log")
/usr/bin/python3 -c '
import sys, yaml
print(next(o["data"]["exporters.yaml"] for o in yaml.safe_load_all(sys.stdin) if o["kind"] == "ConfigMap" and o["metadata"]["name"].startswith("exporters-logs-")))' <"$work/objects.yaml" |
  sed "s|/var/log|$work/var/log|g; s|/state|$work/state|; s|\":9201\"|127.0.0.1:29201|" >"$work/exporters.yaml"
mkdir "$work/state"
LOKI_URL=$LOKI_URL NODE_NAME=node1 "$published/exporters" serve --config.file="$work/exporters.yaml" >"$work/exporters.log" 2>&1 &
pids+=($!)
delivered() { [ "$(wc -l <"$work/records")" -ge 3 ]; }
eventually "the lines of the pods" delivered
web=$pods/shop_api-7d4b9c-x2x1p_0a1b2c3d-1111-2222-3333-444455556666/web
mv "$web/0.log" "$web/0.log.20261121-100000"
line shop_api-7d4b9c-x2x1p_0a1b2c3d-1111-2222-3333-444455556666/web F 'seq=5 after the rotation'
rotated() { grep -q 'after the rotation' "$work/records"; }
eventually "the line after the rotation" rotated
shop='container=web,host.name=node1,instance=node1,job=exporters,k8s.container.name=web,k8s.namespace.name=shop,k8s.pod.name=api-7d4b9c-x2x1p,service.name=web'
cut -f3,4 "$work/records" | sort >"$work/seen"
diff "$work/seen" - <<SEEN || fail "not what the pods wrote"
container=coredns,host.name=node1,instance=node1,job=exporters,k8s.container.name=coredns,k8s.namespace.name=kube-system,k8s.pod.name=coredns-5dd5,service.name=coredns	seq=3 plugin/reload
$shop	no stock
$shop	seq=2 in two pieces
$shop	seq=5 after the rotation
SEEN
