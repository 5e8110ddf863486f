#!/usr/bin/env bash
# docker-up.sh - start a Docker daemon for the tests, with the images they use.
#
# Needs root. Installs docker.io, iptables and busybox-static from Debian when
# they are missing. Everything the daemon makes lies below EXPORTERS_TEST_DIR
# (default /tmp/exporters-docker); the machine's own daemon is not touched. No
# registry is asked: the images are made of busybox by "docker import". Prints
# one line for the tests:
#
#   EXPORTERS_TEST_DOCKER=unix:///tmp/exporters-docker/docker.sock
set -euo pipefail

dir=${EXPORTERS_TEST_DIR:-/tmp/exporters-docker}
socket=$dir/docker.sock
export DOCKER_HOST=unix://$socket

if [ "$(id -u)" != 0 ]; then
  echo "docker-up.sh: needs root" >&2
  exit 1
fi

missing=()
command -v dockerd >/dev/null || missing+=(docker.io)
command -v docker >/dev/null || { apt-cache show docker-cli >/dev/null 2>&1 && missing+=(docker-cli); }
command -v iptables >/dev/null || missing+=(iptables)
command -v busybox >/dev/null || missing+=(busybox-static)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi

if ! docker version >/dev/null 2>&1; then
  mkdir -p "$dir"
  rm -f "$dir/docker.pid"

  # A bridge of its own, so that it can run beside another daemon.
  bridge=exptest0
  ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge
  ip -4 addr show dev "$bridge" | grep -q inet || ip addr add 172.31.251.1/24 dev "$bridge"
  ip link set "$bridge" up
  setsid nohup dockerd --host "$DOCKER_HOST" --pidfile "$dir/docker.pid" --data-root "$dir/data" --exec-root "$dir/exec" \
    --bridge "$bridge" >"$dir/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 300); do
    docker version >/dev/null 2>&1 && break
    sleep 0.2
  done
  if ! docker version >/dev/null 2>&1; then
    echo "docker-up.sh: dockerd does not answer; the end of $dir/dockerd.log:" >&2
    tail -20 "$dir/dockerd.log" >&2
    exit 1
  fi
fi

make_image() { # NAME CHANGE...
  local name=$1 changes=(--change 'CMD ["/bin/sh"]' --change 'ENV PATH=/bin')
  shift
  for change in "$@"; do changes+=(--change "$change"); done
  docker image inspect "$name" >/dev/null 2>&1 || tar -C "$root" --owner=0 --group=0 -c . | docker import "${changes[@]}" - "$name" >/dev/null
}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev,data}
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $(busybox --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
make_image exporters-test/busybox:1.0
make_image exporters-test/checked:1.0 'HEALTHCHECK --interval=1s --timeout=1s --retries=1 CMD ["test","-e","/tmp/well"]'

echo "EXPORTERS_TEST_DOCKER=$DOCKER_HOST"
