#!/usr/bin/env bash
# containers.sh EXPORTERS-DIRECTORY [N...] - CPU and memory of the published program for 0, 10 and 100 containers.
#
# Needs a daemon (EXPORTERS_TEST_DOCKER, see tests/rigs/docker-up.sh). For each number of idle containers: starts the
# program with containers only, scrapes it ROUNDS times (default 100), and prints milliseconds of CPU for each scrape,
# for the watcher each second, resident memory, and the number of series.
set -euo pipefail

program=${1:?say where the published program is}/exporters
shift
counts=("$@")
[ ${#counts[@]} -gt 0 ] || counts=(0 10 100)
rounds=${ROUNDS:-100}
export DOCKER_HOST=${EXPORTERS_TEST_DOCKER:?start a daemon with tests/rigs/docker-up.sh}
port=${PORT:-19250}
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  docker ps -aq --filter label=exporters.side-by-side | xargs -r -P 4 -n 10 docker rm -fv >/dev/null
  docker network rm exporters-side >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
docker network create --subnet 172.31.192.0/20 exporters-side >/dev/null # Docker's own has 254 addresses at most
printf 'host: { enabled: false }\ncontainers: { enabled: true }\nsystemd: { enabled: false }\n' >"$work/exporters.yaml"

ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
scrape() { curl -fsS "http://127.0.0.1:$port/metrics"; }

printf '%10s %8s %14s %18s %10s %10s\n' containers series ms/scrape watcher-ms/s RSS-KiB anon-KiB
have=0
for count in "${counts[@]}"; do
  seq -f 'side-%g' $((have + 1)) "$count" | xargs -r -P 4 -I{} \
    docker run -d --name {} --label exporters.side-by-side=1 --network exporters-side exporters-test/busybox:1.0 sleep 1000000 >/dev/null
  have=$count
  "$program" --config.file="$work/exporters.yaml" --web.listen-address=127.0.0.1:$port 2>"$work/log" &
  pid=$!
  for _ in $(seq 200); do
    scrape >/dev/null 2>&1 && [ "$(scrape | grep -c '^container_state{.*state="running"} 1')" -ge "$count" ] && break
    kill -0 "$pid" || { cat "$work/log" >&2; exit 1; }
    sleep 0.2
  done
  for _ in $(seq 20); do scrape >"$work/page"; done # what happens once is not counted
  before=$(ticks)
  sleep 30
  idle=$(($(ticks) - before))
  before=$(ticks)
  for _ in $(seq "$rounds"); do scrape >"$work/page"; done
  busy=$(($(ticks) - before))
  printf '%10s %8s %14s %18s %10s %10s\n' "$count" "$(grep -vc '^#' "$work/page")" \
    "$(awk "BEGIN { print $busy * 10 / $rounds }")" "$(awk "BEGIN { print $idle * 10 / 30 }")" \
    "$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")" "$(awk '/^RssAnon/ { print $2 }' "/proc/$pid/status")"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  pid=
done
