#!/usr/bin/env bash
# compose.sh - the image is built by its Dockerfile and runs as compose.yaml says, at a real Docker daemon.
#
# The base images are stand-ins (stand-in-images.sh). The images of the other services cannot be had without a registry, so those are
# validated and not started. Needs root, the daemon of DOCKER_HOST (tests/rigs/docker-up.sh), busybox-static, curl and python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
compose=$(tests/rigs/docker-compose.sh)
work=$(mktemp -d)
sink=
export COMPOSE_PROJECT_NAME=exporters-deploy-test
unset HOSTNAME # the shell's own beats the file's
cat >"$work/.env" <<ENV
HOSTNAME=deploy-test-host
DOCKER_GID=4711
COMPOSE_PROFILES=default
GRAFANA_ADMIN_PASSWORD=x
ENV
cat >"$work/override.yaml" <<'YML'
# What differs on a machine that is not the test's own: its ports are not taken, and its root need not be a shared mount.
services:
  exporters:
    ports: !reset []
    volumes: !override ["/:/host:ro", "./compose/metrics.yaml:/etc/exporters/exporters.yaml:ro", "${DOCKER_SOCKET}:/var/run/docker.sock:ro"]
  exporters-logs: { ports: !reset [] }
YML
compose() { "$compose" --project-directory deploy -f deploy/compose.yaml -f "$work/override.yaml" --env-file "$work/.env" "$@"; }
fail() { echo "compose.sh: $*" >&2; compose ps -a >&2 || true; compose logs --tail 30 >&2 || true; exit 1; }
finish() {
  local status=$?
  compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true
  docker rm -f exporters-deploy-chat >/dev/null 2>&1 || true
  [ -z "$sink" ] || kill "$sink" 2>/dev/null || true
  rm -rf "$work"
  exit $status
}
trap finish EXIT
eventually() { # SECONDS WHAT COMMAND... - until the command succeeds
  local seconds=$1 what=$2
  shift 2
  for _ in $(seq "$seconds"); do
    "$@" && return
    sleep 1
  done
  fail "not within $seconds s: $what"
}

echo "-- both profiles are valid, and what must be set is asked for"
for profile in default agent; do
  "$compose" -f deploy/compose.yaml --env-file "$work/.env" --profile "$profile" config >"$work/$profile.yaml"
done
if "$compose" -f deploy/compose.yaml --env-file deploy/.env.example config --quiet 2>"$work/unset"; then fail "compose.yaml is taken without HOSTNAME"; fi
grep -q 'required variable .* set it in .env' "$work/unset" || fail "$(cat "$work/unset")"
python3 - "$work/default.yaml" "$work/agent.yaml" deploy <<'PY'
import os, re, sys
default, agent, deploy = (open(sys.argv[1]).read(), open(sys.argv[2]).read(), sys.argv[3])
def services(text): return set(re.findall(r"^  (\S+):$", text.split("\nservices:\n")[1].split("\nnetworks:\n")[0], re.M))
assert services(default) == {"exporters", "exporters-logs", "prometheus", "alertmanager", "loki", "grafana"}, services(default)
assert services(agent) == {"exporters", "exporters-logs", "prometheus-agent"}, services(agent)
for name in services(default) | services(agent):
    text = default if name in services(default) else agent
    part = re.search(rf"^  {name}:\n((?:    .*\n)+)", text.split("\nservices:\n")[1], re.M).group(1)
    for must in ("read_only: true", "cap_drop:", "no-new-privileges:true", "healthcheck:", "mem_limit:", "pids_limit:"):
        assert must in part, f"{name}: no {must}"
    image = re.search(r"image: (\S+)", part).group(1)
    assert re.fullmatch(r"[^:]+:v?\d+\.\d+\.\d+", image), f"{name}: {image} is not pinned"
    for address in re.findall(r"host_ip: (\S+)", part) or ["127.0.0.1"]:
        assert address == "127.0.0.1", f"{name} is open at {address}"
    assert part.count("published:") == part.count("host_ip:"), f"{name} is published at every address"
    for source in re.findall(r"source: (\S+)", part):
        assert not source.startswith(os.path.abspath(deploy) + "/") or os.path.exists(source), f"{name}: no {source}"
variables = set(re.findall(r"\$\{(\w+)", open(f"{deploy}/compose.yaml").read()))
explained = set(re.findall(r"^#?(\w+)=", open(f"{deploy}/.env.example").read(), re.M))
assert variables - explained <= {"GRAFANA_ADMIN_USER"}, f"not in .env.example: {variables - explained}"
assert explained - variables <= {"COMPOSE_PROFILES"}, f"in .env.example and not used: {explained - variables}"
PY

echo "-- the image is built by its Dockerfile"
tests/deploy/stand-in-images.sh >/dev/null 2>"$work/stand-in.log" || { tail -20 "$work/stand-in.log" >&2; exit 1; }
case "$(uname -m)" in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac
# The classic builder needs no plugin; it does not know the platform by itself.
DOCKER_BUILDKIT=0 docker build --network none --build-arg SDK_IMAGE=exporters-test/sdk:10.0 --build-arg RUNTIME_IMAGE=exporters-test/runtime-deps:10.0 \
  --build-arg BUILDPLATFORM=linux/$arch --build-arg TARGETARCH=$arch -t exporters:0.1.0 . >"$work/build.log" 2>&1 || { tail -40 "$work/build.log" >&2; exit 1; }
docker image inspect exporters:0.1.0 --format '{{.Config.User}} {{json .Config.Healthcheck.Test}} {{index .Config.Labels "org.opencontainers.image.title"}}' |
  grep -qxF '1654 ["CMD","/opt/exporters/exporters","health"] Exporters' || fail "user, health check or labels of the image are not as they should be"

started=(exporters exporters-logs)

echo "-- it runs as compose.yaml says: ${started[*]}"
dotnet build tests/Exporters.LogSink -o "$work/sink" -clp:ErrorsOnly >"$work/sink-build.log" || { cat "$work/sink-build.log" >&2; exit 1; }
gateway=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
[ -n "$gateway" ] || fail "the bridge network of the daemon has no gateway"
dotnet "$work/sink/Exporters.LogSink.dll" --listen "$gateway:0" --id-key seq >"$work/sink.out" 2>&1 &
sink=$!
eventually 30 "the log sink listens" grep -q ^listening "$work/sink.out"
socket=${DOCKER_HOST#unix://}
receiver=$(sed -n 's,^listening \(http://[^/ ]*\).*,\1,p' "$work/sink.out")
cat >>"$work/.env" <<ENV
LOKI_URL=$receiver
DOCKER_SOCKET=$socket
DOCKER_ROOT=$(docker info --format '{{.DockerRootDir}}')
ENV
sed -i "s/^DOCKER_GID=.*/DOCKER_GID=$(stat -c %g "$socket")/" "$work/.env"
docker rm -f exporters-deploy-chat >/dev/null 2>&1 || true
docker run -d --name exporters-deploy-chat exporters-test/busybox:1.0 \
  sh -c 'i=1; while [ $i -le 500 ]; do echo "a line of the deployment test, seq=$i"; i=$((i+1)); done; exec sleep 1000000' >/dev/null
compose up --detach --no-build "${started[@]}" 2>"$work/up.log" || { cat "$work/up.log" >&2; fail "the services do not start"; }

healthy() {
  local id
  for service in "${started[@]}"; do
    id=$(compose ps -q "$service")
    [ -n "$id" ] && [ "$(docker inspect "$id" --format '{{.State.Health.Status}}')" = healthy ] || return 1
  done
}
eventually 120 "all services are healthy" healthy

address() { docker inspect "$(compose ps -q "$1")" --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'; }
metrics=http://$(address exporters):9200
page() { curl -fsS "$metrics/metrics" >"$work/page"; }
shows() { page && grep -qE "$1" "$work/page"; }

echo "-- the page shows the host, and names its containers"
eventually 30 "the container with its name" shows '^container_state\{[^}]*name="exporters-deploy-chat"[^}]*state="running"\} 1'
eventually 30 "what the container uses" shows '^container_memory_usage_bytes\{[^}]*name="exporters-deploy-chat"'
has() { grep -qF "$1" "$work/page" || fail "not on the page: $1"; }
has "node_memory_MemTotal_bytes $(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024))"
has "node_boot_time_seconds $(awk '/^btime/ { print $2 }' /proc/stat)"
has 'nodename="deploy-test-host"'
grep -qE '^node_filesystem_size_bytes\{[^}]*mountpoint="/"' "$work/page" || fail "no root file system on the page"
for device in /sys/class/net/*; do has "node_network_receive_bytes_total{device=\"${device##*/}\"}"; break; done

echo "-- every line of the container arrived, once"
arrived() { curl -fsS "$receiver/control/stats" >"$work/stats" && grep -qx 'distinct 500' "$work/stats"; }
eventually 60 "500 lines at the receiver" arrived
grep -qx 'duplicates 0' "$work/stats" || fail "lines came twice: $(cat "$work/stats")"
curl -fsS "http://$(address exporters-logs):9201/metrics" >"$work/logs-page"
grep -q '^exporters_logs_delivered_lines_total' "$work/logs-page" || fail "the log service does not tell its ledger"
if grep -q '^node_load1' "$work/logs-page"; then fail "the log service shows host metrics too"; fi

echo "-- nothing is root that need not be, and nothing may write to its root"
[ "$(docker inspect "$(compose ps -q exporters)" --format '{{.Config.User}}')" = 1654 ] || fail "exporters does not run as the image's user"
for service in "${started[@]}"; do
  id=$(compose ps -q "$service")
  pid=$(docker inspect "$id" --format '{{.State.Pid}}')
  grep -qE '^CapEff:\s0+$' "/proc/$pid/status" || fail "$service has capabilities: $(grep CapEff "/proc/$pid/status")"
  grep -qE '^NoNewPrivs:\s1$' "/proc/$pid/status" || fail "$service may gain privileges"
  [ "$(docker inspect "$id" --format '{{.HostConfig.ReadonlyRootfs}}')" = true ] || fail "$service may write to its root"
done

echo "-- done"
