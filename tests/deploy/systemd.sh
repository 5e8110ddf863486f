#!/usr/bin/env bash
# systemd.sh PUBLISHED-DIR ARM64-DIR - the Debian packages are built, and this machine's is installed where a real systemd runs it.
#
# In the container of tests/rigs/systemd-up.sh: both services start, are sandboxed (systemd-analyze security below 3.0), answer, and what
# is written to a file and to the journal arrives at a receiver, once, though the service is stopped and started in between. Then
# install.sh and uninstall.sh, twice each. Needs the daemon of DOCKER_HOST.
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:?say where the published program is}
arm64=${2:?say where the program published for arm64 is}
rig=${SYSTEMD_RIG_NAME:-exporters-systemd}
work=$(mktemp -d)
pid=
finish() { [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
inside() { docker exec "$rig" "$@"; }
fail() {
  echo "systemd.sh: $*" >&2
  inside systemctl status --no-pager exporters exporters-logs >&2 || true
  inside journalctl --no-pager -n 30 -u exporters -u exporters-logs >&2 || true
  exit 1
}
eventually() { # SECONDS WHAT COMMAND... - until the command succeeds
  local seconds=$1 what=$2
  shift 2
  for _ in $(seq "$seconds"); do
    "$@" && return
    sleep 1
  done
  fail "not within $seconds s: $what"
}

echo "-- a package is for the processor that its program is for, and asks for the glibc that it needs"
if deploy/package.sh --from "$arm64" --arch amd64 "$work" >/dev/null 2>"$work/refused"; then fail "a program for arm64 goes into a package for amd64"; fi
grep -q 'is for aarch64, the package would be for amd64' "$work/refused" || fail "$(cat "$work/refused")"
package=$(deploy/package.sh --from "$arm64" --arch arm64 "$work")
[ "$(dpkg-deb --field "$package" Architecture)" = arm64 ] || fail "the package for arm64 is for $(dpkg-deb --field "$package" Architecture)"
dpkg-deb --field "$package" Depends | grep -qF "libc6 (>= $(deploy/glibc.sh "$arm64/exporters"))" || fail "the package depends on $(dpkg-deb --field "$package" Depends)"

package=$(deploy/package.sh --from "$published" "$work")
dpkg-deb --info "$package" >/dev/null
docker cp "$package" "$rig:/srv/exporters.deb"
inside dpkg --install /srv/exporters.deb >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail "the package does not install"; }

echo "-- the metrics run, from the package alone"
well() { inside exporters health >"$work/health" 2>&1; }
eventually 60 "exporters is healthy" well
cat "$work/health"
[ "$(inside systemctl is-enabled exporters)" = enabled ] || fail "exporters.service is not enabled"
inside systemctl is-enabled --quiet exporters-logs && fail "exporters-logs.service is enabled before it knows where to"

echo "-- the logs run, once they are told where to"
docker cp -q "$published" "$rig:/srv/published" # for install.sh below
dotnet build tests/Exporters.LogSink -o "$work/sink" -clp:ErrorsOnly >"$work/sink-build.log" || { cat "$work/sink-build.log" >&2; exit 1; }
gateway=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
dotnet "$work/sink/Exporters.LogSink.dll" --listen "$gateway:0" --id-key seq --dump "$work/records" >"$work/sink.out" 2>&1 &
pid=$!
eventually 30 "the log sink listens" grep -qs ^listening "$work/sink.out"
receiver=$(sed -n 's,^listening \(http://[^/ ]*\).*,\1,p' "$work/sink.out")
# As docs/install.md says: where to, and one more source. The file may be read by root and its group alone.
# shellcheck disable=SC2016 # of that shell
inside sh -ec '
  test -d /var/log/journal # what is said stays: the rig keeps its journal there
  mkdir -p /var/log/nginx && : >/var/log/nginx/access.log && chmod 640 /var/log/nginx/access.log && chmod 750 /var/log/nginx
  sed -i "s|^LOKI_URL=.*|LOKI_URL=$1|" /etc/default/exporters-logs
  sed -i "s|^#   - { type: file, service: nginx|    - { type: file, service: nginx|" /etc/exporters/logs.yaml
  systemctl enable --quiet --now exporters-logs' - "$receiver"
logs_well() { inside exporters health --config.file=/etc/exporters/logs.yaml >"$work/health" 2>&1; }
eventually 60 "exporters-logs is healthy" logs_well

# Lines to both; while the last third is written, the service is stopped, and started again.
writes() { # LETTER WHERE-TO
  docker exec -d "$rig" sh -c "i=0; while [ \$i -lt 1500 ]; do i=\$((i+1)); echo \"a line of the deployment test seq=$1\$i\"
    [ \$((i % 20)) -ne 0 ] || sleep 0.1; while [ \$i -gt 1000 ] && [ ! -e /run/deployment-stops ]; do sleep 0.1; done; done $2"
}
inside rm -f /run/deployment-stops
writes f '>>/var/log/nginx/access.log'
writes j '| logger -t deployment'
stats() { curl -fsS "$receiver/control/stats" >"$work/stats"; }
distinct() { stats && [ "$(sed -n 's/^distinct //p' "$work/stats")" -ge "$1" ]; }
eventually 60 "lines at the receiver" distinct 1000
inside touch /run/deployment-stops
inside systemctl stop exporters-logs
[ "$(inside systemctl show -p Result --value exporters-logs)" = success ] || fail "the log service did not end by itself"
stats
echo "stopped with $(sed -n 's/^distinct //p' "$work/stats") of 3000 lines delivered"
inside systemctl start exporters-logs
eventually 120 "3000 lines at the receiver" distinct 3000
grep -qx 'duplicates 0' "$work/stats" || fail "lines came twice: $(cat "$work/stats")"
# Time and hash first, then what the stream is called, then the text.
from() { awk -F '\t' -v label="$1" '$4 ~ /^a line of the deployment test/ && index("," $3 ",", "," label ",") { n++ } END { print n + 0 }' "$work/records"; }
host=$(inside hostname)
[ "$(from service.name=nginx) $(from job=exporters) $(from "instance=$host")" = "1500 3000 3000" ] ||
  fail "1500 lines should be nginx', all with job and instance: $(tail -1 "$work/records")"
page() { docker exec "$rig" bash -c "exec 3<>/dev/tcp/127.0.0.1/$1; printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3; cat <&3" >"$work/page"; }
page 9200
grep -q '^node_load1 ' "$work/page" || fail "no host metrics"
grep -qE '^node_timex_sync_status ' "$work/page" || fail "the sandbox takes the clock's state away"
units() { page 9200 && grep -qE '^systemd_unit_state\{[^}]*name="exporters.service"[^}]*state="active"[^}]*\} 1' "$work/page"; }
eventually 60 "units over the bus" units

echo "-- both are sandboxed, and no root"
for unit in exporters exporters-logs; do
  exposure=$(inside systemd-analyze security --no-pager $unit.service | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
  echo "$unit: $exposure"
  awk -v e="$exposure" 'BEGIN { exit !(e != "" && e < 3.0) }' || fail "$unit: systemd-analyze security says $exposure"
  main=$(inside systemctl show -p MainPID --value $unit.service)
  # shellcheck disable=SC2016 # awk's $2
  inside awk '/^Uid:/ { exit $2 == 0 }' "/proc/$main/status" || fail "$unit runs as root"
  inside grep -q '^NoNewPrivs:.*1' "/proc/$main/status" || fail "$unit may gain privileges"
done

echo "-- it goes away, configuration stays until it is purged"
inside dpkg --remove exporters >/dev/null 2>&1 || fail "the package does not go away"
inside systemctl is-active --quiet exporters && fail "the service runs without its package"
inside test -e /etc/exporters/exporters.yaml || fail "configuration is gone before the purge"
inside dpkg --purge exporters >/dev/null 2>&1
inside test ! -e /etc/exporters/exporters.yaml -a ! -e /var/lib/exporters || fail "configuration or state is left after the purge"

echo "-- install.sh and uninstall.sh, twice each"
docker cp -q deploy/systemd "$rig:/srv/systemd"
if inside /srv/systemd/install.sh --from /tmp/nowhere 2>"$work/refused"; then fail "install.sh takes a directory that is not there"; fi
grep -q 'no /tmp/nowhere/exporters' "$work/refused"
inside test ! -e /etc/exporters || fail "install.sh changed something before it looked"
for _ in 1 2; do inside /srv/systemd/install.sh --from /srv/published --prefix /opt/exporters-test || fail "install.sh"; done
inside /opt/exporters-test/bin/exporters health >/dev/null || fail "the installed service is not healthy"
if inside /srv/systemd/uninstall.sh 2>/dev/null; then fail "uninstall.sh takes away what another prefix holds"; fi
for _ in 1 2; do inside /srv/systemd/uninstall.sh --prefix /opt/exporters-test --purge || fail "uninstall.sh"; done
inside test ! -e /etc/exporters -a ! -e /etc/systemd/system/exporters.service -a ! -e /opt/exporters-test/bin/exporters || fail "uninstall.sh left something"
inside rm -rf /srv/published /srv/systemd /srv/exporters.deb
echo "-- done"
