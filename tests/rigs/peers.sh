#!/usr/bin/env bash
# peers.sh [NAME...] - today's node_exporter, systemd_exporter and blackbox_exporter, to compare with; prints the path of each that is
# named, or name, version and path of all.
#
# They come out of Debian unstable's packages, from the archive that this machine installs from, unpacked below PEERS_DIR (default
# /tmp/exporters-peers); nothing is installed. What is there already is left as it is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${PEERS_DIR:-/tmp/exporters-peers}
names=(node_exporter systemd_exporter blackbox_exporter)
package() { echo "prometheus-${1/_/-}"; }
program() { echo "$dir/root/usr/bin/$(package "$1")"; }

missing=()
for name in "${names[@]}"; do [ -x "$(program "$name")" ] || missing+=("$(package "$name")"); done
if [ ${#missing[@]} -gt 0 ]; then
  archive=$("$here/debian-archive.sh")
  mkdir -p "$dir"/root "$dir"/apt/{lists/partial,cache/archives/partial}
  echo "deb $archive sid main" >"$dir/apt/sources.list"
  : >"$dir/apt/status"
  options=(-o "Dir::Etc::sourcelist=$dir/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$dir/apt/lists"
    -o "Dir::Cache=$dir/apt/cache" -o "Dir::State::status=$dir/apt/status" -o APT::Sandbox::User=root)
  apt-get -qq "${options[@]}" update >&2
  (cd "$dir/apt" && apt-get -qq "${options[@]}" download "${missing[@]}" >&2)
  for deb in "$dir"/apt/*.deb; do dpkg-deb --extract "$deb" "$dir/root"; done
  rm -rf "$dir/apt"
fi

for name in "${@:-${names[@]}}"; do
  program=$(program "$name")
  [ -x "$program" ] || { echo "peers.sh: no $program; known are: ${names[*]}" >&2; exit 1; }
  if [ $# -gt 0 ]; then echo "$program"; continue; fi
  version=$("$program" --version 2>&1 | sed -n 's/.*version \([^ ,]*\).*/\1/p' | head -1)
  echo "$name $version $program"
done
