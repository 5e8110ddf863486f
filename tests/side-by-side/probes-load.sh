#!/bin/bash
# What 500 targets at 60 s cost: CPU of one core, resident memory over the time, threads, open connections.
#
#   dotnet publish src/Exporters -o DIR
#   EXPORTERS=DIR/exporters tests/side-by-side/probes-load.sh [seconds, 300] [http|https]
#
# The targets are one small server of this script (python3) under 500 paths. "https" has the handshakes in it; "http" is the cost
# beyond them. Prints a line every 30 s and the mean at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
EXPORTERS=${EXPORTERS:-dotnet $here/../../src/Exporters/bin/Debug/net10.0/exporters.dll}
seconds=${1:-300}
scheme=${2:-http}
targets=${TARGETS:-500}
dir=$(mktemp -d)
pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$dir"; }
trap cleanup EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$dir/key" -out "$dir/crt" -subj /CN=localhost -addext "subjectAltName=IP:127.0.0.1" -days 2 2>/dev/null
cat > "$dir/server.py" <<'PY'
import asyncio, os, ssl, sys
context = None
if sys.argv[1] == "https":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2] + "/crt", sys.argv[2] + "/key")
async def handle(reader, writer):
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n" + b"x" * 2000)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
        pass
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    with open(sys.argv[2] + "/port.new", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(sys.argv[2] + "/port.new", sys.argv[2] + "/port")
    async with server:
        await server.serve_forever()
asyncio.run(main())
PY
python3 "$dir/server.py" "$scheme" "$dir" & pids+=($!)
until [ -f "$dir/port" ]; do kill -0 "${pids[0]}" || exit 2; sleep 0.1; done
port=$(cat "$dir/port")
ours=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
{
  printf 'server: { listen: ["127.0.0.1:%d"] }\nhost: { enabled: false }\nsystemd: { enabled: false }\ncontainers: { enabled: false }\nprobes:\n  interval: 60s\n  targets:\n' "$ours"
  for i in $(seq "$targets"); do printf '    - { name: t%d, url: "%s://127.0.0.1:%d/%d", tls: { ca_file: %s/crt } }\n' "$i" "$scheme" "$port" "$i" "$dir"; done
} > "$dir/exporters.yaml"
$EXPORTERS --config.file="$dir/exporters.yaml" > "$dir/log" 2>&1 & pid=$!; pids+=("$pid")
for _ in $(seq 300); do curl -sf http://127.0.0.1:$ours/ready >/dev/null && break; sleep 0.2; done
curl -sf http://127.0.0.1:$ours/ready >/dev/null || { cat "$dir/log" >&2; exit 2; }

ticks=$(getconf CLK_TCK)
cpu() { awk '{print $14 + $15}' "/proc/$pid/stat"; }  # of all threads, ended ones too
status() { awk -v key="$1:" '$1 == key {print $2}' "/proc/$pid/status"; }
echo "ready, $targets targets, $scheme: CPU so far $(awk "BEGIN {print $(cpu) / $ticks}") s, RSS $(status VmRSS) kB"
sleep 60 # the first round comes at once and the second one late: what is measured begins after them
begin=$(cpu); start=$(date +%s); last=$begin; then=$start
while (( $(date +%s) - start < seconds )); do
  sleep 30
  now=$(date +%s); used=$(cpu)
  echo "$((now - start)) s: CPU $(awk "BEGIN {printf \"%.2f\", ($used - $last) * 100 / $ticks / ($now - $then)}") % of a core, RSS $(status VmRSS) kB, threads $(status Threads), files $(ls "/proc/$pid/fd" | wc -l)"
  last=$used; then=$now
done
echo "mean: $(awk "BEGIN {printf \"%.2f\", ($(cpu) - $begin) * 100 / $ticks / ($(date +%s) - $start)}") % of a core over $(( $(date +%s) - start )) s"
curl -s http://127.0.0.1:$ours/metrics | awk '/^probe_success/ {n++; ok += $2} END {print ok " of " n " targets succeed"}'
