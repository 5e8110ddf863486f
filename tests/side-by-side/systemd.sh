#!/usr/bin/env bash
# systemd.sh [EXPORTERS...] - today's node_exporter and systemd_exporter and this program on one bus: the same node_systemd_* and
# systemd_* series, the same values.
#
# Each peer is scraped before and after; what it says differently in the two is on the move (a unit that restarts every two
# seconds), and there only the series are compared. Prints every difference and exits 1 when there is one in every one of five tries.
#
#   EXPORTERS...              command of this program, default: the debug build of this tree
#   DBUS_SYSTEM_BUS_ADDRESS   the bus, default: the machine's own; tests/rigs/systemd-up.sh gives one
#   NODE_EXPORTER, SYSTEMD_EXPORTER   the peers, by default tests/rigs/peers.sh gets them
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- dotnet "$root/src/Exporters/bin/Debug/net10.0/exporters.dll"
ours=("$@")
export DBUS_SYSTEM_BUS_ADDRESS=${DBUS_SYSTEM_BUS_ADDRESS:-unix:path=/run/dbus/system_bus_socket}
work=$(mktemp -d)
port=${PORT:-19558}
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

scrape() { curl -fsS --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$port/metrics" >"$1"; }

# compare PREFIX PEER FLAG...: both with the flags, this program with those of own as well; compares what begins with the prefix.
compare() {
  local prefix=$1 peer=$2
  shift 2
  "$peer" "$@" --web.listen-address="127.0.0.1:$port" --web.disable-exporter-metrics 2>"$work/peer.log" &
  pid=$!
  for try in 1 2 3 4 5; do
    scrape "$work/before.prom"
    "${ours[@]}" metrics "${own[@]}" "$@" >"$work/ours.prom" 2>"$work/ours.log" || { cat "$work/ours.log" >&2; exit 1; }
    scrape "$work/after.prom"
    if grep -q 'contradict each other' "$work/ours.log"; then cat "$work/ours.log"; exit 1; fi
    if python3 "$root/tests/side-by-side/systemd_compare.py" "$prefix" "$work"; then
      echo "$prefix*: same"
      kill "$pid"
      wait "$pid" 2>/dev/null || true
      return
    fi
    echo "try $try differs"
  done
  exit 1
}

own=()
# The pattern is upstream's default; Debian's build leaves out targets as well.
compare node_systemd_ "${NODE_EXPORTER:-$("$root/tests/rigs/peers.sh" node_exporter)}" \
  '--collector.systemd.unit-exclude=.+\.(automount|device|mount|scope|slice)' --collector.disable-defaults --collector.systemd \
  --collector.systemd.enable-task-metrics --collector.systemd.enable-restarts-metrics --collector.systemd.enable-start-time-metrics
own=(--collector.disable-defaults --collector.systemd_units)
compare systemd_ "${SYSTEMD_EXPORTER:-$("$root/tests/rigs/peers.sh" systemd_exporter)}" \
  --systemd.collector.enable-restart-count --systemd.collector.enable-ip-accounting
