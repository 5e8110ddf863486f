#!/usr/bin/env bash
# systemd-up.sh - a real systemd with agents of every kind, as PID 1 of a container; its bus is a socket of this machine.
#
# Prints bus=ADDRESS, private=ADDRESS, journal=CONTAINER:DIRECTORY and container=NAME. The image is built once, from the Debian archive that this machine
# installs from. Needs root for that, mmdebstrap, and a docker daemon (DOCKER_HOST is honoured; docker-up.sh starts one).
# Ended by systemd-down.sh.
#
#   export EXPORTERS_TEST_SYSTEMD_BUS=$(tests/rigs/systemd-up.sh | sed -n 's/^bus=//p')
#   dotnet test tests/Exporters.EndToEnd.Tests
#
# What its journald writes is below journal's directory; EXPORTERS_TEST_JOURNAL takes both words.
#
#   SYSTEMD_RIG_DIR    where the sockets are, default /tmp/exporters-systemd
#   SYSTEMD_RIG_NAME   name of the container, default exporters-systemd
#   SYSTEMD_RIG_SUITE  Debian's suite, default bookworm (systemd 252, which takes control groups of v1 and v2)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${SYSTEMD_RIG_DIR:-/tmp/exporters-systemd} name=${SYSTEMD_RIG_NAME:-exporters-systemd} suite=${SYSTEMD_RIG_SUITE:-bookworm}
image=exporters-rig/systemd:$suite
bus=unix:path=$dir/dbus/system_bus_socket
fail() { echo "systemd-up.sh: $*" >&2; exit 1; }

docker info >/dev/null 2>&1 || fail "no docker daemon answers; start one, or name it in DOCKER_HOST"

build() {
  command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing; apt-get install mmdebstrap"
  local archive
  archive=$("$here/debian-archive.sh")
  # What would act on the machine below is masked: its clock, its sysctls, its devices, its terminals.
  mmdebstrap --quiet --variant=minbase --mode=root --include=systemd,systemd-sysv,dbus,libssl3,libstdc++6 \
    --hook-dir=/usr/share/mmdebstrap/hooks/maybe-merged-usr \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='systemctl --root="$1" --quiet mask getty.target console-getty.service systemd-sysctl.service \
      systemd-modules-load.service systemd-binfmt.service systemd-remount-fs.service systemd-logind.service systemd-udevd.service \
      systemd-timesyncd.service systemd-networkd.service systemd-resolved.service dev-hugepages.mount sys-kernel-debug.mount \
      sys-kernel-tracing.mount sys-fs-fuse-connections.mount apt-daily.timer apt-daily-upgrade.timer fstrim.timer \
      e2scrub_all.timer dpkg-db-backup.timer' \
    --customize-hook="copy-in $here/systemd/init /" \
    --customize-hook='rm -f "$1/etc/machine-id"; : >"$1/etc/machine-id"; chmod 755 "$1/init"' \
    "$suite" - "deb $archive $suite main" |
    docker import --change 'ENV container=docker' --change 'CMD ["/init"]' - "$image" >/dev/null
}

ping() {
  docker exec "$name" busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.DBus.Peer Ping >/dev/null 2>&1
}

if [ "$(docker inspect -f '{{.State.Running}}' "$name" 2>/dev/null)" != true ]; then
  docker image inspect "$image" >/dev/null 2>&1 || build >&2
  docker rm -fv "$name" >/dev/null 2>&1 || true
  rm -rf --one-file-system "$dir"
  mkdir -p "$dir/dbus" "$dir/systemd" "$dir/journal"
  # Limits, so that the agents that eat memory and time do not eat this machine's.
  docker create --name "$name" --hostname "$name" --memory 512m --memory-swap 512m --cpus 0.5 --cgroupns private \
    --stop-signal SIGRTMIN+3 --cap-add SYS_ADMIN --cap-add SYS_PTRACE --cap-add DAC_READ_SEARCH --security-opt seccomp=unconfined \
    --security-opt apparmor=unconfined --tmpfs /run --tmpfs /tmp \
    -v "$dir/dbus:/run/dbus" -v "$dir/systemd:/run/systemd" -v "$dir/journal:/var/log/journal" "$image" >/dev/null
  tar -C "$here/systemd" -c --transform 's,^units,etc/systemd/system,' units | docker cp - "$name:/"
  docker start "$name" >/dev/null
  for _ in $(seq 150); do
    ping && break
    sleep 0.2
  done
  ping || fail "systemd does not answer; see: docker logs $name"
  docker exec "$name" systemctl is-system-running --wait >/dev/null || true
  docker exec "$name" sh -c 'ln -s /dev/null /etc/systemd/system/agent-masked.service; systemctl daemon-reload; systemctl start --no-block agents.target'
fi
echo "bus=$bus"
echo "private=unix:path=$dir/systemd/private"
echo "journal=$name:$dir/journal"
echo "container=$name"
