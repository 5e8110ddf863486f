#!/usr/bin/env bash
# native.sh DIR MACHINE - what `dotnet publish -o DIR` left is one stripped program for MACHINE (x86-64 or aarch64) of at most
# 20 MB (21 for aarch64, whose instructions take more room), needs no library but the C library's own, and no newer C library
# than docs/install.md says. Needs binutils.
set -euo pipefail
cd "$(dirname "$0")/../.."
published=${1:?say where the published program is}
machine=${2:?say for which machine: x86-64 or aarch64}
program=$published/exporters
fail() { echo "native.sh: $*" >&2; exit 1; }

[ "$(ls -A "$published")" = exporters ] || fail "more than the program is published: $(find "$published" -mindepth 1 -printf '%P ')"
readelf -hW "$program" | grep -qi "Machine:.*$machine" || fail "$program is not for $machine: $(readelf -hW "$program" | grep Machine:)"
if readelf -SW "$program" | grep -q '\.debug_info'; then fail "$program has its debug information inside"; fi
size=$(stat -c %s "$program")
largest=20000000
[ "$machine" = x86-64 ] || largest=21000000
[ "$size" -le "$largest" ] || fail "$program has $size bytes, more than $largest"

libraries=$(readelf -dW "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vxE 'libc\.so\.6|libm\.so\.6|ld-linux-.*' || true)
[ -z "$libraries" ] || fail "$program needs more than the C library: $libraries"

# The same number three times: in the program, in the package that declares it, in the documentation.
newest=$(deploy/glibc.sh "$program")
stated=$(sed -n 's/.*glibc \([0-9.]*\) or newer.*/\1/p' docs/install.md | head -1)
[ -n "$stated" ] || fail "docs/install.md does not say which glibc is needed"
[ "$(printf '%s\n' "$newest" "$stated" | sort -V | tail -1)" = "$stated" ] || fail "$program needs glibc $newest, docs/install.md says $stated"
echo "$program: $machine, $size bytes, glibc $newest"
