#!/usr/bin/env bash
# uninstall.sh [--prefix DIR] [--purge] - takes away what install.sh brought.
#
#   --prefix DIR  where install.sh put it; default /usr/local
#   --purge       also the configuration, the state in /var/lib/exporters (what was not delivered is lost), and the two users
#
# What is not there is passed over: it may be run again.
set -euo pipefail
prefix=/usr/local purge=false
fail() { echo "uninstall.sh: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) prefix=${2:?--prefix wants a directory}; shift ;;
    --purge) purge=true ;;
    -h | --help) sed -n '2,/^set -/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0 ;;
    *) fail "unknown option $1; see --help" ;;
  esac
  shift
done
[ "$(id -u)" = 0 ] || fail "needs root: sudo $0"
[[ "$prefix" = /* ]] || fail "--prefix must be an absolute path, got $prefix"
if [ -e /usr/lib/systemd/system/exporters.service ]; then fail "the package exporters is installed: apt-get remove exporters"; fi
for unit in exporters exporters-logs; do
  file=/etc/systemd/system/$unit.service
  if [ -e "$file" ] && ! grep -qF "$prefix/bin/exporters " "$file"; then
    fail "$file was not installed with --prefix $prefix: $(sed -n 's/^ExecStart=//p' "$file")"
  fi
done

for unit in exporters exporters-logs; do
  if [ -e /etc/systemd/system/$unit.service ] && [ -d /run/systemd/system ]; then systemctl disable --now --quiet $unit.service; fi
  rm -f /etc/systemd/system/$unit.service
done
[ ! -d /run/systemd/system ] || systemctl daemon-reload
rm -f "$prefix/bin/exporters" "$prefix/bin/exporters.new"
if $purge; then
  rm -rf /etc/exporters /etc/default/exporters /etc/default/exporters-logs /var/lib/exporters
  for user in exporters exporters-logs; do
    if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
  done
  echo "removed, with configuration and state"
else
  echo "removed; configuration and state are kept: /etc/exporters, /etc/default/exporters*, /var/lib/exporters"
fi
