#!/usr/bin/env bash
# The page of today's node_exporter and ours on this machine: every series of the peer's must be on ours, under the same
# type and labels, with a value between the peer's before and after. Prints what differs, and ends with 1 if anything does.
#
#   tests/side-by-side/host-pages.sh [PUBLISHED_DIR]
#
# NODE_EXPORTER is the peer, by default tests/rigs/peers.sh gets it. Needs python3. Publish first: dotnet publish src/Exporters -o out
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:-out}
[ -x "$published/exporters" ] || { echo "no $published/exporters; run: dotnet publish src/Exporters -o $published" >&2; exit 2; }
peer=${NODE_EXPORTER:-$(tests/rigs/peers.sh node_exporter)}
work=$(mktemp -d)
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"; }
trap finish EXIT

# Collectors that the peer leaves off by default, on in both.
on=(--collector.processes --collector.interrupts --collector.tcpstat --collector.cpu.info)
"$peer" --web.listen-address=127.0.0.1:19111 --log.level=error "${on[@]}" >"$work/peer.log" 2>&1 &
pids+=($!)
printf 'systemd: { enabled: false }\ncontainers: { enabled: false }\n' >"$work/exporters.yaml"
"$published/exporters" --config.file="$work/exporters.yaml" --web.listen-address=127.0.0.1:19112 --log.level=error "${on[@]}" >"$work/ours.log" 2>&1 &
pids+=($!)

python3 - <<'PY'
import re, sys, time, urllib.request

# What differs and is meant: pattern of the series, reason.
MEANT = [
    (r"node_scrape_collector_|node_exporter_build_info", "about the program itself"),
    (r"node_textfile_", "each reads its own directory"),
    (r"node_filesystem_purgeable_bytes", "of macOS; on Linux it is 0 for every mount"),
    (r"node_disk_info\{.*rotational=\"0\"", "the peer also says 0 where one file of the queue is missing; we read the one that says it"),
    (r"node_uname_info|node_os_", "read once by one and at each scrape by the other; compared by labels only"),
]
# What others on this machine move both ways between two scrapes: only presence is compared.
MOVING = re.compile(
    r"node_(load|procs_|processes_|memory_|vmstat_nr|sockstat_|filesystem_(free|avail|files_free)|filefd_allocated|entropy|tcp_connection_states"
    r"|timex_|time_seconds|cpu_scaling|cpu_frequency|netstat_Tcp_CurrEstab|nf_conntrack_entries|udp_queues|hwmon|thermal|disk_io_now|arp_entries|cpu_seconds_total.*(idle|iowait))")

def page(port):
    for _ in range(200):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20).read().decode()
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")

def read(text):
    types, series = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            types[name] = kind
        elif line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            match = re.fullmatch(r"([^{]+)(?:\{(.*)\})?", name)
            labels = tuple(sorted(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or "")))
            series[(match[1], labels)] = float(value)
    return types, series

page(19111), page(19112)  # the first scrape of a process differs from the later ones
types, before = read(page(19111))
our_types, ours = read(page(19112))
_, after = read(page(19111))
by_name = {}
for (name, labels), value in ours.items():
    by_name.setdefault(name, []).append((set(labels), value))

def our_value(name, labels):
    """The value of our series with these labels and perhaps more; None if there is none."""
    wanted = {label for label in labels if label[1]}
    return next((value for have, value in by_name.get(name, []) if wanted <= have), None)

wrong, compared, meant = [], 0, 0
for key, first in sorted(before.items()):
    name = key[0]
    if not name.startswith("node_"):
        continue
    if key not in after:
        continue  # gone meanwhile: a process state, a mount
    shown = name + "{" + ",".join(f'{label}="{value}"' for label, value in key[1]) + "}"
    if any(re.match(pattern, shown) for pattern, _ in MEANT):
        meant += 1
        continue
    compared += 1
    mine = our_value(*key)
    if mine is None:
        wrong.append(f"{shown}: not on our page")
        continue
    if types.get(name) != our_types.get(name):
        wrong.append(f"{name}: type {our_types.get(name)}, the peer says {types.get(name)}")
    low, high = sorted((first, after[key]))
    if not (MOVING.match(shown) or low - 1e-9 <= mine <= high + 1e-9 or mine != mine and first != first):
        slack = 0.02 * max(abs(low), abs(high))
        if not low - slack <= mine <= high + slack:
            wrong.append(f"{shown}: {mine}, the peer says {first} before and {after[key]} after")
for line in wrong:
    print(line)
families = {key[0] for key in before if key[0].startswith("node_")}
print(f"{len(families)} families of the peer's, {compared} series compared, {meant} left out as meant, {len(wrong)} differ")
sys.exit(1 if wrong else 0)
PY
