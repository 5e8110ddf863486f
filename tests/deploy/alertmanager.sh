#!/usr/bin/env bash
# alertmanager.sh - the configuration as amtool sees it, who gets which alert, and, in an Alertmanager that runs, what silences what.
set -euo pipefail
cd "$(dirname "$0")/../../deploy/alertmanager"
work=$(mktemp -d)
pid=
finish() { [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { echo "alertmanager.sh: $*" >&2; exit 1; }

sed 's|@SMTP_SMARTHOST@|mail.example:587|; s|@SMTP_FROM@|alerts@host.example|; s|@SMTP_TO@|ops@host.example|; s|@SMTP_USER@||' \
  alertmanager.yml >"$work/alertmanager.yml"
if grep -nE '^[^#]*@[A-Z_]+@' "$work/alertmanager.yml"; then fail "these are filled in by nobody"; fi
amtool check-config "$work/alertmanager.yml" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

route() { # RECEIVER LABEL...
  local receiver=$1
  shift
  amtool config routes test --config.file="$work/alertmanager.yml" --verify.receivers="$receiver" "$@" >"$work/log" || { cat "$work/log"; fail "$* should go to $receiver"; }
}
route critical severity=critical alertname=HostDown instance=web1
route warning severity=warning alertname=HostCpuBusy instance=web1
route info severity=info alertname=ExporterSourceUnreadable instance=web1
route heartbeat severity=none alertname=Watchdog
route warning alertname=SomebodysOwn instance=web1
amtool config routes show --config.file="$work/alertmanager.yml" >"$work/routes"

# How soon a receiver hears of it again.
repeats() { # SEVERITY INTERVAL
  awk -v severity="severity=\"$1\"" 'index($0, severity) { on = 1 } on && /repeat_interval/ { print $2; exit }' "$work/alertmanager.yml" | grep -qx "$2" ||
    fail "$1 is not repeated after $2"
}
repeats critical 1h
repeats warning 4h

# One that runs, and sends nothing: its receivers are left out.
awk '/^receivers:/ { exit } { print }' "$work/alertmanager.yml" >"$work/quiet.yml"
printf 'receivers: [ { name: critical }, { name: warning }, { name: info }, { name: heartbeat } ]\n' >>"$work/quiet.yml"
alertmanager=$(command -v prometheus-alertmanager || command -v alertmanager) || fail "no alertmanager is installed"
url=http://127.0.0.1:19093
"$alertmanager" --config.file="$work/quiet.yml" --storage.path="$work/data" --web.listen-address=127.0.0.1:19093 \
  --cluster.listen-address= --log.level=warn 2>"$work/alertmanager.log" &
pid=$!
for _ in $(seq 100); do
  curl -fsS "$url/-/ready" >/dev/null 2>&1 && break
  kill -0 "$pid" 2>/dev/null || { cat "$work/alertmanager.log"; fail "Alertmanager did not start"; }
  read -rt 0.3 <> <(:) || true
done

alert() { amtool --alertmanager.url="$url" alert add "$@"; }
# Suppressed or active, as Alertmanager says once it has looked at the alert; only a wait for that look is bounded.
state() { # ALERTNAME INSTANCE
  curl -fsS --get "$url/api/v2/alerts" --data-urlencode "filter=alertname=\"$1\"" --data-urlencode "filter=instance=\"$2\"" |
    python3 -c 'import json,sys; a=json.load(sys.stdin); print(a[0]["status"]["state"] if a else "none")'
}
expect() { # STATE ALERTNAME INSTANCE
  local seen=
  for _ in $(seq 100); do
    seen=$(state "$2" "$3")
    [ "$seen" = "$1" ] && return
    read -rt 0.3 <> <(:) || true
  done
  fail "$2 of $3 is $seen and should be $1"
}
alert HostDown severity=critical instance=web1
for name in UnitFailed AgentDown ContainerDown ExporterDown HostDiskFull ProbeDown; do
  alert "$name" severity=critical instance=web1 name=x
  alert "$name" severity=critical instance=web2 name=x
done
alert MultipleAgentsDown severity=critical instance=web3
alert AgentDown severity=critical instance=web3 agent=a
alert HostMemoryLow severity=warning instance=web3
alert HostMemoryExhausted severity=critical instance=web4
alert HostMemoryLow severity=warning instance=web4
alert Watchdog severity=none instance=web1
expect active HostDown web1
for name in UnitFailed AgentDown ContainerDown ExporterDown HostDiskFull ProbeDown; do
  expect suppressed "$name" web1
  expect active "$name" web2
done
expect suppressed AgentDown web3
expect active HostMemoryLow web3
expect suppressed HostMemoryLow web4
expect active Watchdog web1
echo "alertmanager: configuration, routes, repetition and inhibition hold"
