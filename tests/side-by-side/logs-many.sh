#!/usr/bin/env bash
# Many files: some thousand that match and stand still, and a thousand that are written to all the time. Lines per second delivered, share
# of one core, resident memory, descriptors and lost lines.
#   tests/side-by-side/logs-many.sh [ACTIVE] [MATCHING]      default 1000 10000
#   EXPORTERS=PATH   the published program; made when not given
#   SECONDS_LONG=30  how long is written
#   RATE=20          lines a second to each active file
set -euo pipefail
active=${1:-1000} matching=${2:-10000}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
port=${PORT:-14319}
seconds=${SECONDS_LONG:-30} rate=${RATE:-20}
sink_pid=
app_pid=
trap 'kill $sink_pid $app_pid 2>/dev/null; rm -rf "$work"' EXIT

app=${EXPORTERS:-$work/app/exporters}
[ -x "$app" ] || dotnet publish "$root/src/Exporters" -o "$work/app" -clp:ErrorsOnly >/dev/null
sink=${SINK:-$work/sink/Exporters.LogSink.dll}
[ -e "$sink" ] || dotnet build "$root/tests/Exporters.LogSink" -c Release -o "$work/sink" -clp:ErrorsOnly >/dev/null
dotnet "$sink" --listen "127.0.0.1:$port" --id-key id >"$work/sink.out" 2>&1 & sink_pid=$!
until grep -qs listening "$work/sink.out"; do read -rt 0.1 <> <(:) || true; done

mkdir -p "$work/logs"
python3 - "$work/logs" "$matching" <<'PY'
import sys
for i in range(int(sys.argv[2])):
    with open(f"{sys.argv[1]}/app-{i:05d}.log", "w") as f:
        f.write(f"2026-11-21T09:00:00.000Z INFO api old line id=old-{i}\n")
PY
cat >"$work/exporters.yaml" <<Y
logs:
  state_dir: $work/state
  otlp: { endpoint: "http://127.0.0.1:$port/v1/logs" }
  batch: { flush_interval: 1s }
  sources: [ { type: file, name: many, include: ["$work/logs/*.log"] } ]
Y
"$app" logs --config.file="$work/exporters.yaml" 2>"$work/app.log" & app_pid=$!
python3 - "$app_pid" "$work/logs" "$active" "$matching" "$seconds" "$rate" "http://127.0.0.1:$port/control/stats" <<'PY'
import os, sys, time, urllib.request
pid, logs, active, matching, seconds, rate, stats = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7]), sys.argv[7]
ticks = os.sysconf("SC_CLK_TCK")
def cpu():
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / ticks
def memory(key):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith(key)) / 1024
def sink():
    return {k: int(v) for k, v in (line.split() for line in urllib.request.urlopen(stats).read().decode().splitlines())}
def until(distinct, limit=120):
    start = time.monotonic()
    while sink()["distinct"] < distinct and time.monotonic() - start < limit:
        time.sleep(0.2)
    return time.monotonic() - start
took = until(matching)
print(f"{matching} files found and their first lines delivered: {took:.1f} s, {cpu():.1f} CPU s, {memory('VmRSS'):.0f} MB resident, {len(os.listdir(f'/proc/{pid}/fd'))} descriptors")
before = cpu(); time.sleep(10)
print(f"nothing written: {(cpu() - before) * 10:.1f} % of a core")
files = [open(f"{logs}/app-{i * (matching // active):05d}.log", "a", buffering=1 << 16) for i in range(active)]
before, start, written, most, descriptors = cpu(), time.monotonic(), 0, 0.0, 0
step = 0.25
for n in range(int(seconds / step)):
    for i, file in enumerate(files):
        for k in range(max(1, int(rate * step))):
            file.write(f"2026-11-21T10:00:00.000Z INFO api request done method=GET path=/api/v1/items status=200 id={i}-{n}-{k}\n")
            written += 1
        file.flush()
    most = max(most, memory("VmRSS")); descriptors = max(descriptors, len(os.listdir(f"/proc/{pid}/fd")))
    time.sleep(max(0, start + (n + 1) * step - time.monotonic()))
wrote = time.monotonic() - start
used = cpu() - before
late = until(matching + written)
s = sink()
print(f"{active} of {matching} files written to at once for {wrote:.0f} s: {written / wrote:.0f} lines/s, {used / wrote * 100:.1f} % of a core, "
      f"{most:.0f} MB resident at most, {descriptors} descriptors at most; all delivered {late:.1f} s after the last line; "
      f"lost {matching + written - s['distinct']}, more than once {s['duplicates']}")
PY
kill -TERM "$app_pid"; wait "$app_pid" || true
app_pid=
tail -1 "$work/app.log"
