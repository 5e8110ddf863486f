#!/usr/bin/env bash
# dashboards.sh EXPORTERS - every query of every dashboard, in a Prometheus that has scraped the program on a machine with containers,
# units, probe targets and logs, and on the one of the systemd rig, whose units' control groups and processes are its own. A query that
# finds nothing must stand in dashboards.nodata with the reason. LogQL is parsed.
#
# EXPORTERS is the program. Needs EXPORTERS_TEST_DOCKER (tests/rigs/docker-up.sh) and EXPORTERS_TEST_SYSTEMD_BUS
# (tests/rigs/systemd-up.sh), prometheus, openssl, python3, and npm for Grafana's own LogQL grammar. The sink of tests/Exporters.LogSink
# must be built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
exporters=$(realpath "${1:?usage: dashboards.sh EXPORTERS}")
: "${EXPORTERS_TEST_DOCKER:?run tests/rigs/docker-up.sh}" "${EXPORTERS_TEST_SYSTEMD_BUS:?run tests/rigs/systemd-up.sh}"
export DOCKER_HOST=$EXPORTERS_TEST_DOCKER
rig=${SYSTEMD_RIG_NAME:-exporters-systemd}
work=$(mktemp -d)
pids=()
finish() {
  local status=$?
  [ $status = 0 ] || tail -n 15 "$work"/{exporters,prometheus,sink,web}.log || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  "$root/tests/rigs/docker-zoo.sh" down >/dev/null 2>&1 || true
  docker exec "$rig" sh -c 'systemctl stop exporters-dashboards; rm -rf /srv/dashboards' 2>/dev/null || true
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
  exit $status
}
trap finish EXIT
start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
}

python3 "$root/deploy/grafana/build.py" --check
"$here/logql.sh" "$work"

# What is watched: containers of every kind, units (already there), a web server with and without TLS, and a log that grows.
"$root/tests/rigs/docker-zoo.sh" down >/dev/null
"$root/tests/rigs/docker-zoo.sh" up 2 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
start web python3 "$here/web.py" "$work/cert.pem" "$work/key.pem" "$work/access.log" "$work/app.log"
start sink dotnet "$root/tests/Exporters.LogSink/bin/Debug/net10.0/Exporters.LogSink.dll" --listen 127.0.0.1:19318 --poison refuse-me

mkdir "$work/state"
sed "s|@WORK@|$work|g; s|@BUS@|$EXPORTERS_TEST_SYSTEMD_BUS|; s|@DOCKER@|$EXPORTERS_TEST_DOCKER|" "$here/dashboards.yaml" >"$work/exporters.yaml"
start exporters "$exporters" --config.file="$work/exporters.yaml" --web.listen-address=127.0.0.1:19210

sed -n '/^  groups:/,/^containers:/ { /^containers:/d; p }' "$work/exporters.yaml" | cat <(echo systemd:) - >"$work/rig.yaml"
docker exec "$rig" mkdir -p /srv/dashboards
docker cp -q "$exporters" "$rig:/srv/dashboards/exporters"
docker cp -q "$work/rig.yaml" "$rig:/srv/dashboards/rig.yaml"
docker exec "$rig" systemd-run --quiet --collect --unit exporters-dashboards /srv/dashboards/exporters --config.file=/srv/dashboards/rig.yaml --web.listen-address=0.0.0.0:19210
address=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$rig")

cp -r "$root/deploy/prometheus/rules" "$work/rules"
# The same rules, evaluated every other second, so that the test need not wait for them.
sed -i 's/interval: 15s/interval: 2s/' "$work"/rules/*.yml
cat >"$work/prometheus.yml" <<YML
global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s }
rule_files: [rules/*.yml]
scrape_configs:
  - job_name: exporters
    static_configs:
      - { targets: ["127.0.0.1:19210"], labels: { instance: test } }
      - { targets: ["$address:19210"], labels: { instance: rig } }
YML
start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address=127.0.0.1:19290 --log.level=warn

python3 "$here/dashboards.py" http://127.0.0.1:19290 "$root/deploy/grafana/dashboards" "$here/dashboards.nodata"
