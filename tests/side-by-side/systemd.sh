#!/usr/bin/env bash
# systemd.sh [EXPORTERS...] - today's node_exporter and this program on one bus: the same node_systemd_* series,
# the same values.
#
# The peer is scraped before and after; what it says differently in the two is on the move (a unit that restarts every two
# seconds), and there only the series are compared. Prints every difference and exits 1 when there is one in every one of five tries.
#
#   EXPORTERS...              command of this program, default: the debug build of this tree
#   DBUS_SYSTEM_BUS_ADDRESS   the bus, default: the machine's own; tests/rigs/systemd-up.sh gives one
#   NODE_EXPORTER             the peer, by default tests/rigs/peers.sh gets it
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- dotnet "$root/src/Exporters/bin/Debug/net10.0/exporters.dll"
peer=${NODE_EXPORTER:-$("$root/tests/rigs/peers.sh" node_exporter)}
export DBUS_SYSTEM_BUS_ADDRESS=${DBUS_SYSTEM_BUS_ADDRESS:-unix:path=/run/dbus/system_bus_socket}
# The pattern is upstream's default; Debian's build leaves out targets as well.
flags=('--collector.systemd.unit-exclude=.+\.(automount|device|mount|scope|slice)' --collector.disable-defaults --collector.systemd --collector.systemd.enable-task-metrics
  --collector.systemd.enable-restarts-metrics --collector.systemd.enable-start-time-metrics)
work=$(mktemp -d)
port=${PORT:-19558}
"$peer" "${flags[@]}" --web.listen-address="127.0.0.1:$port" --web.disable-exporter-metrics 2>"$work/peer.log" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

scrape() { curl -fsS --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$port/metrics" >"$1"; }

for try in 1 2 3 4 5; do
  scrape "$work/before.prom"
  "$@" metrics "${flags[@]}" >"$work/ours.prom" 2>"$work/ours.log" || { cat "$work/ours.log" >&2; exit 1; }
  scrape "$work/after.prom"
  if python3 - "$work" <<'COMPARE'; then
import re
import sys

LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def read(path):
    """Series to value, and family to type."""
    series, types = {}, {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# TYPE node_systemd_"):
            _, _, name, kind = line.split(" ")
            types[name] = kind
        elif line.startswith("node_systemd_"):
            key, value = line.rsplit(" ", 1)
            name, _, labels = key.partition("{")
            series[(name, tuple(sorted(LABEL.findall(labels))))] = float(value)
    return series, types


before, types = read(sys.argv[1] + "/before.prom")
after, _ = read(sys.argv[1] + "/after.prom")
ours, our_types = read(sys.argv[1] + "/ours.prom")


def unit(key):
    return dict(key[1]).get("name", key[0])


moving = {unit(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
moved = "node_systemd_units" in moving or bool(moving)
problems = []
for name in sorted(types.keys() | our_types.keys()):
    if types.get(name) != our_types.get(name):
        problems.append(f"type of {name}: {types.get(name)} there, {our_types.get(name)} here")
for key in sorted(before.keys() | after.keys() | ours.keys()):
    text = f"{key[0]}{dict(key[1])}"
    theirs = [side[key] for side in (before, after) if key in side]
    if key not in ours:
        if len(theirs) == 2 and unit(key) not in moving:
            problems.append(f"missing here: {text}")
    elif not theirs and unit(key) not in moving:
        problems.append(f"missing there: {text}")
    elif theirs and ours[key] not in theirs and unit(key) not in moving and not (key[0] == "node_systemd_units" and moved):
        problems.append(f"{text}: {theirs} there, {ours[key]} here")
print(f"{len(ours)} series of {len(our_types)} families here, {len(before)} of {len(types)} there; {len(moving)} units on the move")
if not before:
    problems.append("the peer has nothing to compare with: does the bus answer?")
print("\n".join(problems[:40]))
sys.exit(1 if problems else 0)
COMPARE
    echo "same"
    exit 0
  fi
  echo "try $try differs"
done
exit 1
