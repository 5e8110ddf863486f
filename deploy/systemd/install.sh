#!/usr/bin/env bash
# install.sh [--from DIR] [--prefix DIR] [--docker] [--logs] [--no-start] - installs the program and its two services.
#
#   --from DIR    the published program: dotnet publish src/Exporters -o out; default ./out beside deploy/
#   --prefix DIR  where it goes: DIR/bin/exporters; default /usr/local
#   --docker      lets the services use Docker's socket, which is as good as root: names of containers, and their logs
#   --logs        starts exporters-logs.service too; set LOKI_URL in /etc/default/exporters-logs first, or say LOKI_URL=… install.sh
#   --no-start    installs, and neither enables nor starts anything
#
# Everything is looked at before anything is changed. Run it again to bring a newer version in: configuration that is there stays.
# uninstall.sh takes it all away.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
from=$here/../../out prefix=/usr/local docker=false logs=false start=true
fail() { echo "install.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set -/s/^# \{0,1\}//p' "$0" | sed '$d'; }
while [ $# -gt 0 ]; do
  case "$1" in
    --from) from=${2:?--from wants a directory}; shift ;;
    --prefix) prefix=${2:?--prefix wants a directory}; shift ;;
    --docker) docker=true ;;
    --logs) logs=true ;;
    --no-start) start=false ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown option $1; see --help" ;;
  esac
  shift
done

# --- look
[ "$(id -u)" = 0 ] || fail "needs root: sudo $0"
[[ "$prefix" = /* ]] || fail "--prefix must be an absolute path, got $prefix"
[[ "$prefix" != *[[:space:]]* ]] || fail "--prefix must hold no blanks, got \"$prefix\""
case "$prefix/" in /home/* | /root/* | /tmp/* | /var/tmp/*) fail "--prefix $prefix: the services cannot see into /home, /root and /tmp" ;; esac
[ -x "$from/exporters" ] || fail "no $from/exporters; run: dotnet publish src/Exporters -o out, or say where it is with --from"
"$from/exporters" --version >/dev/null 2>&1 || fail "$from/exporters does not run on this machine ($(uname -m)); what it says: $("$from/exporters" --version 2>&1 | head -1)"
command -v systemctl >/dev/null || fail "no systemctl: this machine has no systemd"
if $start && ! [ -d /run/systemd/system ]; then fail "systemd does not run here; use --no-start to install without starting"; fi
command -v useradd >/dev/null || fail "no useradd; apt-get install passwd"
if [ -e /usr/lib/systemd/system/exporters.service ]; then fail "the package exporters is installed; remove it first: apt-get remove exporters"; fi
if $docker && ! getent group docker >/dev/null; then fail "--docker: there is no group docker on this machine"; fi
nologin=$(command -v nologin || echo /bin/false)

# --- change
user() { id "$1" >/dev/null 2>&1 || useradd --system --user-group --home-dir /nonexistent --no-create-home --shell "$nologin" --comment "$2" "$1"; }
user exporters "Exporters metrics"
user exporters-logs "Exporters logs"
if $docker; then
  usermod -aG docker exporters
  usermod -aG docker exporters-logs
fi

# The new program takes the old one's place at once, so that an interrupted copy is never started.
mkdir -p "$prefix/bin"
install -o root -g root -m 755 "$from/exporters" "$prefix/bin/exporters.new"
mv -f "$prefix/bin/exporters.new" "$prefix/bin/exporters"

keep() { [ -e "$2" ] || install -m "$3" "$1" "$2"; }
mkdir -p /etc/exporters /etc/default
keep "$here/etc/exporters.yaml" /etc/exporters/exporters.yaml 644
keep "$here/etc/logs.yaml" /etc/exporters/logs.yaml 644
keep "$here/etc/exporters.default" /etc/default/exporters 644
if [ ! -e /etc/default/exporters-logs ]; then
  install -m 600 "$here/etc/exporters-logs.default" /etc/default/exporters-logs
  [ -z "${LOKI_URL:-}" ] || printf 'LOKI_URL="%s"\nARGS=""\n' "$LOKI_URL" >/etc/default/exporters-logs
fi
for unit in exporters exporters-logs; do
  sed "s,/usr/bin/exporters,$prefix/bin/exporters," "$here/$unit.service" >/etc/systemd/system/$unit.service
  chmod 644 /etc/systemd/system/$unit.service
done
echo "installed $("$prefix/bin/exporters" --version) below $prefix"

$start || { echo "not started; systemctl enable --now exporters"; exit 0; }
systemctl daemon-reload
services=(exporters.service)
if $logs || systemctl is-enabled --quiet exporters-logs.service 2>/dev/null; then services+=(exporters-logs.service); fi
systemctl enable --quiet "${services[@]}"
systemctl restart "${services[@]}"
for _ in $(seq 30); do
  if "$prefix/bin/exporters" health >/dev/null 2>&1; then
    "$prefix/bin/exporters" health
    exit 0
  fi
  systemctl is-failed --quiet exporters.service && break
  sleep 1
done
"$prefix/bin/exporters" health || true
fail "the service does not answer; see: journalctl -u exporters"
