#!/usr/bin/env bash
# One million 200-byte lines, parsed, to a receiver in another process: lines per second, CPU seconds per million lines and peak
# resident memory, for us and for Fluent Bit where it is on the PATH. Then a file that grows by 10 MB/s is followed for a while: share
# of one core and resident memory.
#   tests/side-by-side/logs.sh [LINES]
#   EXPORTERS=PATH   the published program; made when not given
#   ROUNDS=1         how often each is measured, in turn
#   STEADY=20        seconds at 10 MB/s; 0 leaves it out
set -euo pipefail
lines=${1:-1000000}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
port=${PORT:-14318}
sink_pid=
app_pid=
trap 'kill $sink_pid $app_pid 2>/dev/null; rm -rf "$work"' EXIT

app=${EXPORTERS:-$work/app/exporters}
[ -x "$app" ] || dotnet publish "$root/src/Exporters" -o "$work/app" -clp:ErrorsOnly >/dev/null
dotnet build "$root/tests/Exporters.LogSink" -c Release -o "$work/sink" -clp:ErrorsOnly >/dev/null

awk -v n="$lines" 'BEGIN {
  for (i = 0; i < n; i++) {
    s = sprintf("2026-11-21T%02d:%02d:%02d.%03dZ INFO api-server handled request seq=%d method=GET path=/api/v1/items/%d status=200 duration_ms=%d",
                i / 3600000 % 24, i / 60000 % 60, i / 1000 % 60, i % 1000, i, i % 9973, i % 400)
    p = 193 - length(s); r = s " pad="; for (j = 0; j < p; j++) r = r "x"
    print r }}' > "$work/input.log"

sink() {
  dotnet "$work/sink/Exporters.LogSink.dll" --listen "127.0.0.1:$port" > "$work/sink.out" 2>&1 & sink_pid=$!
  until grep -qs listening "$work/sink.out"; do read -rt 0.1 <> <(:) || true; done
}
account() { # NAME SECONDS USER SYSTEM PEAK_KB
  kill -TERM "$sink_pid"; wait "$sink_pid" || true; sink_pid=
  received=$(sed -n 's/.*records \([0-9]*\).*/\1/p' "$work/sink.out")
  awk -v name="$1" -v s="$2" -v u="$3" -v k="$4" -v kb="$5" -v n="$lines" -v r="${received:-0}" 'BEGIN {
    c = u + k; printf "%-12s %9d lines/s  %6.2f CPU s per million  %9d lines per CPU s  %6.1f MB peak  received %d of %d\n",
      name, n / s, c * 1e6 / n, n / c, kb / 1024, r, n }'
}
measure() { # NAME COMMAND...
  local name=$1; shift
  sink
  /usr/bin/env time -f '%e %U %S %M' -o "$work/time" "$@" > "$work/$name.out" 2>&1 || { cat "$work/$name.out" >&2; }
  # shellcheck disable=SC2046
  account "$name" $(tail -1 "$work/time")
}

configure() { # COMPRESSION [SOURCE]
  rm -rf "$work/state"
  cat > "$work/exporters.yaml" <<Y
logs:
  state_dir: $work/state
  otlp: { endpoint: "http://127.0.0.1:$port/v1/logs", compression: $1 }
  sources: [ ${2:-} ]
Y
}
pause() { read -rt "$1" <> <(:) || true; }
jiffies() { awk '{ print $14 + $15 }' "/proc/$app_pid/stat"; }

for _ in $(seq "${ROUNDS:-1}"); do
  for compression in none gzip; do
    configure "$compression"
    measure "ours-$compression" "$app" logs --config.file="$work/exporters.yaml" --file "$work/input.log" --service api-server
  done
done

steady() { # SECONDS
  sink
  : > "$work/growing.log"
  configure none "{ type: file, include: [\"$work/growing.log\"], service: api-server }"
  "$app" logs --config.file="$work/exporters.yaml" > "$work/steady.out" 2>&1 & app_pid=$!
  pause 2
  local before after began=${EPOCHREALTIME/./} late i chunks=$(($(stat -c %s "$work/input.log") / 1000000))
  before=$(jiffies)
  for ((i = 1; i <= $1 * 10; i++)); do
    dd if="$work/input.log" of="$work/growing.log" bs=1000000 count=1 skip=$(((i - 1) % chunks)) oflag=append conv=notrunc status=none
    late=$((${EPOCHREALTIME/./} - began - i * 100000))
    if ((late < 0)); then pause "$(awk -v us=$((-late)) 'BEGIN { print us / 1e6 }')"; fi
  done
  after=$(jiffies)
  awk -v j=$((after - before)) -v us=$((${EPOCHREALTIME/./} - began)) -v hz="$(getconf CLK_TCK)" -v bytes="$(stat -c %s "$work/growing.log")" '
    /^VmHWM/ { peak = $2 } /^VmRSS/ { now = $2 }
    END { printf "ours-steady  %.1f MB/s  %.1f %% of one core  %.1f MB resident, %.1f MB peak\n", bytes / us, j / hz * 1e8 / us, now / 1024, peak / 1024 }' "/proc/$app_pid/status"
  pause 3 # the last line may go on for a second
  kill -TERM "$app_pid"; wait "$app_pid" || cat "$work/steady.out" >&2
  app_pid=
  kill -TERM "$sink_pid"; wait "$sink_pid" || true
  sink_pid=
  echo "             received $(sed -n 's/.*records \([0-9]*\).*/\1/p' "$work/sink.out") of $(wc -l < "$work/growing.log") lines"
}
if [ "${STEADY:-20}" -gt 0 ]; then steady "${STEADY:-20}"; fi

if command -v fluent-bit >/dev/null; then
  cat > "$work/parsers.conf" <<Y
[PARSER]
    Name app
    Format regex
    Regex ^(?<time>[^ ]+) (?<level>[^ ]+) (?<service>[^ ]+) (?<message>.*)$
    Time_Key time
    Time_Format %Y-%m-%dT%H:%M:%S.%LZ
Y
  measure fluent-bit fluent-bit -R "$work/parsers.conf" -i tail -p "path=$work/input.log" -p read_from_head=on -p exit_on_eof=on \
    -p parser=app -o opentelemetry -p host=127.0.0.1 -p "port=$port" -p logs_uri=/v1/logs -m '*' -f 1
else
  echo "fluent-bit is not on the PATH: only ours was measured"
fi
