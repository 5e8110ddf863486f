#!/usr/bin/env bash
# everything.sh [PUBLISHED_DIR] [SCRAPES] - memory and CPU with everything at work: the host, 22 containers, 200 units, 20 probed targets, and
# the log module with a file that grows by 50 lines a second and the containers' logs. Beside it node_exporter with its systemd collector on the same bus.
#
# Starts what it needs and takes it away: containers at the daemon of DOCKER_HOST (tests/rigs/docker-up.sh), a systemd of its own
# (tests/rigs/systemd-up.sh), a web server, a log receiver. Needs root and python3. NODE_EXPORTER is the peer, by default tests/rigs/peers.sh gets it.
# Publish first: dotnet publish src/Exporters -o out
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:-out}
scrapes=${2:-300}
[ -x "$published/exporters" ] || { echo "no $published/exporters; run: dotnet publish src/Exporters -o $published" >&2; exit 2; }
: "${DOCKER_HOST:?start a daemon with tests/rigs/docker-up.sh and say where it is}"
peer=${NODE_EXPORTER:-$(tests/rigs/peers.sh node_exporter)}
work=$(mktemp -d)
export SYSTEMD_RIG_NAME=exporters-everything SYSTEMD_RIG_DIR=$work/systemd
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  docker ps -aq --filter label=exporters.everything | xargs -r -P 4 -n 10 docker rm -fv >/dev/null 2>&1 || true
  tests/rigs/systemd-down.sh >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap finish EXIT
pause() { read -rt "$1" <> <(:) || true; }

bus=$(tests/rigs/systemd-up.sh | sed -n 's/^bus=//p')
# Units that are loaded and use nothing: they end at once and stay active.
docker exec "$SYSTEMD_RIG_NAME" sh -c '
  for i in $(seq 300); do
    [ "$(systemctl list-units --all --no-legend --plain | wc -l)" -lt 200 ] || break
    systemd-run --quiet --unit="agent-extra-$i" --property=RemainAfterExit=yes true
  done
  echo "units: $(systemctl list-units --all --no-legend --plain | wc -l)"'
# 20 idle containers and two that talk, beside the one that holds systemd.
seq -f 'everything-%g' 20 | xargs -P 4 -I{} docker run -d --name {} --label exporters.everything=1 exporters-test/busybox:1.0 sleep 1000000 >/dev/null
for i in 1 2; do
  docker run -d --name "everything-talks-$i" --label exporters.everything=1 exporters-test/busybox:1.0 sh -c 'while :; do echo "INFO api request done"; sleep 1; done' >/dev/null
done

dotnet build tests/Exporters.LogSink -c Release -o "$work/sink" -clp:ErrorsOnly >/dev/null
dotnet "$work/sink/Exporters.LogSink.dll" --listen 127.0.0.1:19204 --id-key id >"$work/sink.log" 2>&1 &
pids+=($!)
mkdir "$work/web" && : >"$work/web/index.html"
python3 -m http.server --bind 127.0.0.1 --directory "$work/web" 19205 >/dev/null 2>&1 &
pids+=($!)
until curl -fsS -o /dev/null http://127.0.0.1:19205/ 2>/dev/null && grep -qs ^listening "$work/sink.log"; do pause 0.1; done
: >"$work/app.log"
(i=0; while :; do for _ in 1 2 3 4 5; do i=$((i + 1)); echo "2026-11-21T10:00:00.000Z INFO api request done path=/api/v1/items status=200 id=$i"; done >>"$work/app.log"; pause 0.1; done) &
pids+=($!)

{
  printf 'systemd: { address: "%s" }\ncontainers: { endpoint: "%s" }\n' "$bus" "$DOCKER_HOST"
  printf 'probes:\n  interval: 10s\n  targets:\n'
  for i in $(seq 20); do printf '    - { name: target-%s, url: "http://127.0.0.1:19205/?%s" }\n' "$i" "$i"; done
  printf 'logs:\n  enabled: true\n  state_dir: %s/state\n  otlp: { endpoint: "http://127.0.0.1:19204/v1/logs" }\n' "$work"
  printf '  sources:\n    - { type: file, name: app, include: ["%s/app.log"], service: app }\n    - { type: docker }\n' "$work"
} >"$work/exporters.yaml"
DBUS_SYSTEM_BUS_ADDRESS=$bus "$peer" --collector.systemd --web.listen-address=127.0.0.1:19201 --log.level=error >"$work/peer.log" 2>&1 &
peer_pid=$!
"$published/exporters" --config.file="$work/exporters.yaml" --web.listen-address=127.0.0.1:19202 --log.level=warn >"$work/ours.log" 2>&1 &
our_pid=$!
pids+=("$peer_pid" "$our_pid")
python3 tests/side-by-side/scrape_in_turn.py "$scrapes" 60 node_exporter="$peer_pid:19201" "everything at work=$our_pid:19202" || { cat "$work/ours.log" >&2; exit 1; }
curl -fsS http://127.0.0.1:19202/metrics >"$work/page"
for what in 'container_state{.*state="running"} 1' 'systemd_unit_state{.*state="active"' 'probe_success{.*} 1' 'exporters_logs_delivered_lines_total{'; do
  echo "$(grep -c "^$what" "$work/page") of $what"
done
cat "$work/ours.log"
if grep -q 'contradict each other' "$work/ours.log"; then exit 1; fi
