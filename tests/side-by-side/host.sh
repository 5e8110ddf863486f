#!/usr/bin/env bash
# Debian's prometheus-node-exporter and our published binary on this machine, scraped in turn as Prometheus does it
# (keep-alive, gzip): CPU per scrape, latency, bytes, series, memory, and which families only one of them has.
#
#   tests/side-by-side/host.sh [PUBLISHED_DIR] [SCRAPES]
#
# Needs prometheus-node-exporter and python3. Publish first: dotnet publish src/Exporters -o out
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:-out}
scrapes=${2:-200}
[ -x "$published/exporters" ] || { echo "no $published/exporters; run: dotnet publish src/Exporters -o $published" >&2; exit 2; }
command -v prometheus-node-exporter >/dev/null || { echo "install prometheus-node-exporter first" >&2; exit 2; }
work=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT

# The peer with its upstream defaults: Debian's package adds filters of its own by ARGS only, which are not given here.
prometheus-node-exporter --web.listen-address=127.0.0.1:19101 --log.level=error >"$work/peer.log" 2>&1 &
pids+=($!)
# Ours twice: with the host collectors alone, which is what the peer does, and with everything on, as it starts without a configuration.
printf 'systemd: { enabled: false }\ncontainers: { enabled: false }\n' >"$work/host-only.yaml"
"$published/exporters" --config.file="$work/host-only.yaml" --web.listen-address=127.0.0.1:19102 --log.level=error >"$work/ours.log" 2>&1 &
pids+=($!)
"$published/exporters" --web.listen-address=127.0.0.1:19103 --log.level=error >"$work/all.log" 2>&1 &
pids+=($!)

python3 - "$scrapes" "${pids[@]}" <<'PY'
import glob, gzip, http.client, sys, time

scrapes, peer, ours, everything = (int(argument) for argument in sys.argv[1:])
WARM_UP = 60
SETTLE_SECONDS = 45

class Target:
    def __init__(self, name, pid, port):
        self.name, self.pid, self.port, self.times, self.size = name, pid, port, [], 0
        for _ in range(200):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                self.connection.request("GET", "/")
                self.connection.getresponse().read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{name} does not answer on port {port}")

    def scrape(self):
        started = time.perf_counter()
        self.connection.request("GET", "/metrics", headers={"Accept": "text/plain;version=0.0.4", "Accept-Encoding": "gzip", "X-Prometheus-Scrape-Timeout-Seconds": "10"})
        body = self.connection.getresponse().read()
        self.times.append(time.perf_counter() - started)
        self.size = len(body)
        self.page = gzip.decompress(body).decode()

    def cpu(self):
        total = 0
        for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
            try:
                total += int(open(path).read().split()[0])
            except OSError:
                pass
        with open(f"/proc/{self.pid}/stat") as stat:
            ticks = sum(int(x) for x in stat.read().rsplit(")", 1)[1].split()[11:13])
        return total / 1e6, ticks * 10

    def memory(self, key):
        for line in open(f"/proc/{self.pid}/status"):
            if line.startswith(key):
                return int(line.split()[1]) / 1024

    def families(self):
        return {line.split()[2] for line in self.page.splitlines() if line.startswith("# TYPE ")}

    def series(self):
        return sum(1 for line in self.page.splitlines() if line and line[0] != "#")

started = time.monotonic()
targets = [Target("node_exporter", peer, 19101), Target("host collectors", ours, 19102), Target("everything on", everything, 19103)]
for _ in range(WARM_UP):
    for target in targets:
        target.scrape()
before = [target.cpu()[0] for target in targets]
for target in targets:
    target.times.clear()
for _ in range(scrapes):
    for target in targets:
        target.scrape()
after = [target.cpu()[0] for target in targets]

def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000

rows = [("CPU ms per scrape", [(a - b) / scrapes for a, b in zip(after, before)])]
rows += [(f"{name} ms", [percentile(t.times, share) for t in targets]) for name, share in (("p50", 0.5), ("p99", 0.99))]
rows += [("bytes, gzip", [t.size for t in targets]), ("series", [t.series() for t in targets]), ("families", [len(t.families()) for t in targets])]
# Memory twice: straight after, and once what only the start needed was given back, with a scrape each second meanwhile.
memory = lambda when: [(f"{name} MiB{when}", [t.memory(key) for t in targets]) for name, key in (("resident", "VmRSS"), ("anonymous", "RssAnon"))]
rows += memory("")
while time.monotonic() - started < SETTLE_SECONDS:
    time.sleep(1)
    for target in targets:
        target.scrape()
rows += memory(", settled")
print(f"{scrapes} scrapes each, in turn, after {WARM_UP} to warm up; settled: {SETTLE_SECONDS} s after the start")
print(f"{'':24}" + "".join(f"{target.name:>17}" for target in targets) + f"{'ratio':>8}{'ratio':>8}")
for name, (peer_value, *our_values) in rows:
    ratios = "".join(f"{value / peer_value if peer_value else 0:8.2f}" for value in our_values)
    print(f"{name:24}{peer_value:17.2f}" + "".join(f"{value:17.2f}" for value in our_values) + ratios)
theirs = {f for f in targets[0].families() if f.startswith("node_")}
mine = targets[1].families()
print("node_* families only the peer has:", ", ".join(sorted(theirs - mine)) or "none")
PY
