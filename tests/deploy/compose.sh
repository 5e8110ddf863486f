#!/usr/bin/env bash
# compose.sh - compose.yaml runs as it stands at a real Docker daemon, in both profiles.
#
# exporters:0.1.0 must be there (image.sh). Prometheus and Alertmanager are stand-ins of Debian's packages (stand-in-prometheus.sh); in
# Loki's place, under its name, stands tests/Exporters.LogSink; Grafana is validated and not started. Ports are published 20000
# higher, and health is asked for more often, so that the test need not wait for it.
# Needs root, the daemon of DOCKER_HOST (tests/rigs/docker-up.sh), busybox-static, prometheus, prometheus-alertmanager, curl, python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
compose=$(tests/rigs/docker-compose.sh)
work=$(mktemp -d)
pids=()
started=()
export COMPOSE_PROJECT_NAME=exporters-deploy-test
unset HOSTNAME # the shell's own beats the file's
password='agent-s"cr&t|x'
cat >"$work/.env" <<ENV
HOSTNAME=deploy-test-host
DOCKER_GID=4711
COMPOSE_PROFILES=default
GRAFANA_ADMIN_PASSWORD=x
ENV
sed 's/"127\.0\.0\.1:\([0-9]*\):/"127.0.0.1:2\1:/; s/interval: [13][05]s/interval: 3s/' deploy/compose.yaml >"$work/compose.yaml"
echo 'services: {}' >"$work/override.yaml"
compose() { "$compose" --project-directory deploy -f "$work/compose.yaml" -f "$work/override.yaml" --env-file "$work/.env" "$@"; }
fail() { echo "compose.sh: $*" >&2; compose ps -a >&2 || true; compose logs --tail 30 >&2 || true; exit 1; }
finish() {
  local status=$?
  for profile in default agent; do compose --profile $profile down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true; done
  docker rm -f exporters-deploy-chat >/dev/null 2>&1 || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
  exit $status
}
trap finish EXIT
eventually() { # SECONDS WHAT COMMAND... - until the command succeeds
  local what=$2 end=$((SECONDS + $1))
  shift 2
  while [ $SECONDS -lt $end ]; do
    "$@" && return
    sleep 0.5
  done
  fail "not in time: $what"
}

echo "-- both profiles are valid, and what must be set is asked for"
for profile in default agent; do
  "$compose" -f deploy/compose.yaml --env-file "$work/.env" --profile "$profile" config >"$work/$profile.yaml"
done
if "$compose" -f deploy/compose.yaml --env-file deploy/.env.example config --quiet 2>"$work/unset"; then fail "compose.yaml is taken without HOSTNAME"; fi
grep -q 'required variable .* set it in .env' "$work/unset" || fail "$(cat "$work/unset")"
python3 tests/deploy/compose_config.py "$work/default.yaml" "$work/agent.yaml" deploy

tests/deploy/stand-in-prometheus.sh >/dev/null
dotnet build tests/Exporters.LogSink -o "$work/sink" -clp:ErrorsOnly >"$work/sink-build.log" || { cat "$work/sink-build.log" >&2; exit 1; }
gateway=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
[ -n "$gateway" ] || fail "the bridge network of the daemon has no gateway"
mkdir "$work/messages"
python3 tests/deploy/slack.py "$gateway" "$work/messages" >"$work/slack" &
pids+=($!)
eventually 30 "the receiver of messages listens" grep -qs ^listening "$work/slack"
socket=${DOCKER_HOST#unix://}
sed -i "s/^DOCKER_GID=.*/DOCKER_GID=$(stat -c %g "$socket")/" "$work/.env"
cat >>"$work/.env" <<ENV
DOCKER_SOCKET=$socket
DOCKER_ROOT=$(docker info --format '{{.DockerRootDir}}')
SLACK_WEBHOOK=$(sed -n 's/^listening //p' "$work/slack")/services/T0/B0/x
RUNBOOKS_URL=https://runbooks.example/runbooks.md
ENV
# What differs here: Loki is the log sink, and the root of this machine need not be a shared mount.
cat >"$work/override.yaml" <<YML
services:
  loki:
    image: exporters-test/sdk:10.0
    entrypoint: [dotnet, /sink/Exporters.LogSink.dll, --listen, "0.0.0.0:3100", --id-key, seq, --dump, /loki/records]
    command: !reset []
    volumes: !override ["$work/sink:/sink:ro", "loki:/loki"]
    user: "0:0"
    healthcheck: !override { test: [CMD, bash, -c, "exec 3<>/dev/tcp/127.0.0.1/3100"], interval: 2s, retries: 30 }
  exporters:
    volumes: !override ["/:/host:ro", "./compose/metrics.yaml:/etc/exporters/exporters.yaml:ro", "\${DOCKER_SOCKET}:/var/run/docker.sock:ro"]
YML

up() { # SERVICE... - and until they are healthy
  started=("$@")
  compose up --detach --no-build "$@" 2>"$work/up.log" || { cat "$work/up.log" >&2; fail "the services do not start"; }
  eventually 120 "all services are healthy" healthy
}
id() { compose ps -q "$1"; }
healthy() {
  local service id
  for service in "${started[@]}"; do
    id=$(id "$service")
    [ -n "$id" ] && [ "$(docker inspect "$id" --format '{{.State.Health.Status}}')" = healthy ] || return 1
  done
}
page() { curl -fsS "http://127.0.0.1:$1/metrics" >"$work/page"; }
shows() { page "$1" && grep -qE "$2" "$work/page"; }
query() { # URL EXPRESSION - the first value
  curl -fsS --get "${@:3}" "$1/api/v1/query" --data-urlencode "query=$2" |
    python3 -c 'import json,sys; r=json.load(sys.stdin)["data"]["result"]; print(r[0]["value"][1] if r else "none")'
}
is() { [ "$(query "${@:2}" 2>/dev/null)" = "$1" ]; }

# Nothing is root that need not be, nothing may write to its root or gain rights, and what is published is so to loopback only.
confined() {
  local service pid port
  for service in "${started[@]}"; do
    [ "$service" != loki ] || continue
    pid=$(docker inspect "$(id "$service")" --format '{{.State.Pid}}')
    grep -qE '^CapEff:\s0+$' "/proc/$pid/status" || fail "$service has capabilities: $(grep CapEff "/proc/$pid/status")"
    grep -qE '^NoNewPrivs:\s1$' "/proc/$pid/status" || fail "$service may gain privileges"
    [ "$service" = exporters-logs ] || ! grep -qE '^Uid:\s0' "/proc/$pid/status" || fail "$service is root"
    # As the process sees it: its root is mounted read-only.
    awk '$5 == "/" && $6 ~ /(^|,)ro(,|$)/ { found = 1 } END { exit !found }' "/proc/$pid/mountinfo" || fail "$service may write to its root"
    docker inspect "$(id "$service")" --format '{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostIp}} {{.HostPort}}{{"\n"}}{{end}}{{end}}' |
      while read -r address port; do
        [ -z "$port" ] || [ "$address" = 127.0.0.1 ] || fail "$service is open at $address:$port"
        [ -z "$port" ] || curl -sS -m 5 -o /dev/null "http://127.0.0.1:$port/" || fail "$service does not answer at 127.0.0.1:$port"
        [ -z "$port" ] || ! curl -sS -m 5 -o /dev/null "http://$gateway:$port/" 2>/dev/null || fail "$service answers at $gateway:$port"
      done
  done
}
# What is secret is a file of the one user in memory, and no longer in the environment of the process.
kept() { # SERVICE FILE CONTENT
  local pid file
  pid=$(docker inspect "$(id "$1")" --format '{{.State.Pid}}') file=/proc/$(docker inspect "$(id "$1")" --format '{{.State.Pid}}')/root/run/secrets/$2
  [ "$(cat "$file")" = "$3" ] || fail "$1: $2 holds \"$(cat "$file")\""
  [ "$(stat -c '%a %u' "$file") $(stat -c '%a %u' "${file%/*}")" = "600 65534 700 65534" ] || fail "$1: others may read $2"
  if tr '\0' '\n' <"/proc/$pid/environ" | grep -qF "$3"; then fail "$1: $2 is in its environment"; fi
}

# shellcheck source=tests/deploy/compose_default.sh
. tests/deploy/compose_default.sh
# shellcheck source=tests/deploy/compose_agent.sh
. tests/deploy/compose_agent.sh
echo "-- done"
