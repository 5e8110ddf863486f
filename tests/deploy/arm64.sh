#!/usr/bin/env bash
# arm64.sh DIR - the program published for linux-arm64 runs under qemu: it listens, its page has the host's families, it ends by SIGTERM.
# Needs qemu-user, libc6-arm64-cross and curl.
set -euo pipefail
published=${1:?say where the program for arm64 is}
sysroot=/usr/aarch64-linux-gnu
work=$(mktemp -d)
pid=
finish() { [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { echo "arm64.sh: $*" >&2; cat "$work/log" >&2; exit 1; }

qemu-aarch64 -L $sysroot "$published/exporters" --version >"$work/log" 2>&1 || fail "it does not tell its version"
grep -q '^exporters .*linux-arm64' "$work/log" || fail "its version does not name the machine"
printf 'systemd: { enabled: false }\ncontainers: { enabled: false }\n' >"$work/exporters.yaml"
qemu-aarch64 -L $sysroot "$published/exporters" --config.file="$work/exporters.yaml" --web.listen-address=127.0.0.1:0 2>"$work/log" &
pid=$!
for _ in $(seq 300); do
  grep -q 'listening on' "$work/log" && break
  kill -0 $pid 2>/dev/null || fail "it ended"
  read -rt 0.2 <> <(:) || true
done
address=$(sed -n 's/.* address=\([^ ]*\).*/\1/p' "$work/log" | head -1)
[ -n "$address" ] || fail "it does not listen"
curl -fsS --max-time 60 "${address%/}/metrics" >"$work/page"
for family in node_cpu_seconds_total node_memory_MemAvailable_bytes node_filesystem_avail_bytes node_load1; do
  grep -q "^${family}[{ ]" "$work/page" || fail "no $family on the page"
done
grep -q '^node_uname_info{.*machine="aarch64"' "$work/page" || fail "the page is not of an arm64 machine: $(grep ^node_uname_info "$work/page")"
curl -fsS --max-time 60 "${address%/}/health" >/dev/null || fail "it is not healthy"
echo "arm64: $(grep -c '^[^#]' "$work/page") series under qemu"

kill -TERM $pid
wait $pid || fail "it ended with $?"
pid=
