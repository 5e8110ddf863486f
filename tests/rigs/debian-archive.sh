#!/usr/bin/env bash
# debian-archive.sh - prints the address of the Debian archive that this machine installs from.
set -euo pipefail
archive=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' |
  grep -oE '(https?|file|copy)://?[^ ]+/debian/?( |$)' | head -1 | tr -d ' ') || true
if [ -z "$archive" ]; then
  echo "debian-archive.sh: no Debian archive in the apt sources of this machine" >&2
  exit 1
fi
echo "$archive"
