#!/usr/bin/env bash
# systemd-down.sh [--purge] - removes the container of systemd-up.sh and its sockets; with --purge its image too.
set -euo pipefail
docker rm -fv "${SYSTEMD_RIG_NAME:-exporters-systemd}" >/dev/null 2>&1 || true
rm -rf --one-file-system "${SYSTEMD_RIG_DIR:-/tmp/exporters-systemd}"
[ "${1:-}" != --purge ] || docker rmi "exporters-rig/systemd:${SYSTEMD_RIG_SUITE:-bookworm}" >/dev/null 2>&1 || true
