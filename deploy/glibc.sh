#!/usr/bin/env bash
# glibc.sh PROGRAM - prints the oldest version of glibc with which the program runs, by the versions of the symbols that it takes from it.
set -euo pipefail
program=${1:?say which program}
newest=$(readelf -VW "$program" | grep -oE 'Name: GLIBC_[0-9.]+' | sed 's/.*GLIBC_//' | sort -V | tail -1)
[ -n "$newest" ] || { echo "glibc.sh: $program takes no symbol of glibc" >&2; exit 1; }
echo "$newest"
