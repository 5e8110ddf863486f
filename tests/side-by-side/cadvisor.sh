#!/usr/bin/env bash
# cadvisor.sh EXPORTERS-DIRECTORY CADVISOR - the page of the published program beside cAdvisor's, same daemon, same moment.
#
# Needs root, a daemon (EXPORTERS_TEST_DOCKER, see tests/rigs/docker-up.sh) and cAdvisor's binary (Debian 11 has a package of it).
# Starts four containers, lets both look for a while, and prints for each of the peer's families how many series both have, how
# their labels differ, and the largest difference of a value; then CPU and memory of both. Fails where the peer has a family for a
# container that is neither ours nor on the list of those that docs/containers.md explains.
set -euo pipefail

program=${1:?say where the published program is}/exporters
cadvisor=${2:?say where the binary of cAdvisor is}
export DOCKER_HOST=${EXPORTERS_TEST_DOCKER:?start a daemon with tests/rigs/docker-up.sh}
here=$(dirname "$(readlink -f "$0")")
ours=127.0.0.1:${PORT:-19260}
theirs_port=${PEER_PORT:-19261}
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  docker ps -aq --filter label=exporters.beside-cadvisor | xargs -r docker rm -fv >/dev/null
  rm -rf "$work"
}
trap finish EXIT

start() { # NAME OPTIONS -- COMMAND
  local name=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  docker run -d --name "$name" --label exporters.beside-cadvisor=1 --label com.docker.compose.project=shop "${options[@]}" \
    exporters-test/busybox:1.0 "$@" >/dev/null
}
start beside-idle -- sleep 100000
start beside-quota --cpus 0.1 -- sh -c 'while :; do :; done'
start beside-memory -m 64m --memory-reservation 32m --tmpfs /mem -- sh -c 'head -c 20000000 /dev/zero >/mem/x; exec sleep 100000'
start beside-writer -- sh -c 'head -c 5000000 /dev/zero >/tmp/x; sync; exec sleep 100000'

printf 'host: { enabled: false }\nsystemd: { enabled: false }\ncontainers: { enabled: true, writable_layer_interval: 1m }\n' >"$work/exporters.yaml"
"$program" --config.file="$work/exporters.yaml" --web.listen-address="$ours" 2>"$work/ours.log" &
pids+=($!)
"$cadvisor" -docker "$DOCKER_HOST" -port "$theirs_port" -listen_ip 127.0.0.1 >"$work/theirs.log" 2>&1 &
pids+=($!)

seen() { curl -fsS "http://$1/metrics" 2>/dev/null | grep -c '^container_last_seen{.*name="beside-' || true; }
for _ in $(seq 300); do
  [ "$(seen "$ours")" = 4 ] && [ "$(seen "127.0.0.1:$theirs_port")" = 4 ] && break
  for pid in "${pids[@]}"; do kill -0 "$pid" || { tail -5 "$work"/*.log >&2; exit 1; }; done
  sleep 0.2
done
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
before=("$(ticks "${pids[0]}")" "$(ticks "${pids[1]}")")
for _ in $(seq 4); do # a scrape each 15 s, as usual
  sleep 15
  curl -fsS "http://$ours/metrics" >"$work/ours.prom"
  curl -fsS "http://127.0.0.1:$theirs_port/metrics" >"$work/theirs.prom"
done
after=("$(ticks "${pids[0]}")" "$(ticks "${pids[1]}")")
python3 "$here/cadvisor_compare.py" "$work/ours.prom" "$work/theirs.prom"
for i in 0 1; do
  printf '%-10s CPU %5s ms in a minute, resident %s KiB\n' "$([ $i = 0 ] && echo ours || echo cAdvisor)" \
    $(((after[i] - before[i]) * 10)) "$(awk '/^VmRSS/ { print $2 }' "/proc/${pids[$i]}/status")"
done
