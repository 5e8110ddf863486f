#!/usr/bin/env bash
# docker-down.sh - end the daemon that docker-up.sh started, and delete what it made.
set -euo pipefail

dir=${EXPORTERS_TEST_DIR:-/tmp/exporters-docker}
pidfile=$dir/docker.pid
if [ -s "$pidfile" ]; then
  pid=$(cat "$pidfile")

  # The number may belong to someone else by now.
  if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "--data-root $dir/data"; then
    DOCKER_HOST=unix://$dir/docker.sock docker ps -aq | xargs -r env DOCKER_HOST="unix://$dir/docker.sock" docker rm -fv >/dev/null 2>&1 || true
    kill -TERM "$pid"
    for _ in $(seq 150); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.2
    done
  fi
fi

awk -v below="$dir/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do umount "$mount" || true; done
rm -rf --one-file-system "$dir"
ip link del exptest0 2>/dev/null || true
