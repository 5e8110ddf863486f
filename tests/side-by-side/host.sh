#!/usr/bin/env bash
# Today's node_exporter and our published program on this machine, scraped in turn as Prometheus does it
# (keep-alive, gzip): CPU per scrape, latency, bytes, series, memory, and which families only one of them has; and how long each takes
# from its start to its first page.
#
#   tests/side-by-side/host.sh [PUBLISHED_DIR] [SCRAPES]
#
# NODE_EXPORTER is the peer, by default tests/rigs/peers.sh gets it. Needs python3. Publish first: dotnet publish src/Exporters -o out
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:-out}
scrapes=${2:-200}
[ -x "$published/exporters" ] || { echo "no $published/exporters; run: dotnet publish src/Exporters -o $published" >&2; exit 2; }
peer=${NODE_EXPORTER:-$(tests/rigs/peers.sh node_exporter)}
work=$(mktemp -d)
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"; }
trap finish EXIT

printf 'systemd: { enabled: false }\ncontainers: { enabled: false }\n' >"$work/host-only.yaml"
python3 tests/side-by-side/start_time.py "${STARTS:-10}" \
  node_exporter=19101 "$peer" --web.listen-address=127.0.0.1:19101 \
  -- "host collectors=19102" "$published/exporters" --config.file="$work/host-only.yaml" --web.listen-address=127.0.0.1:19102

"$peer" --web.listen-address=127.0.0.1:19101 --log.level=error >"$work/peer.log" 2>&1 &
pids+=($!)
# Ours twice: with the host collectors alone, which is what the peer does, and with everything on, as it starts without a configuration.
"$published/exporters" --config.file="$work/host-only.yaml" --web.listen-address=127.0.0.1:19102 --log.level=error >"$work/ours.log" 2>&1 &
pids+=($!)
"$published/exporters" --web.listen-address=127.0.0.1:19103 --log.level=error >"$work/all.log" 2>&1 &
pids+=($!)
python3 tests/side-by-side/scrape_in_turn.py "$scrapes" 45 node_exporter="${pids[0]}:19101" "host collectors=${pids[1]}:19102" "everything on=${pids[2]}:19103"
