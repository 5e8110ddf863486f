#!/usr/bin/env bash
# docker-compose.sh [ARGUMENT...] - Compose 2, run; without arguments prints where it is.
#
# Debian packages it from trixie on. Where the machine's docker has it, that one is used; else the package of trixie is taken from
# the archive that this machine installs from and unpacked below COMPOSE_DIR (default /tmp/exporters-compose); nothing is installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${COMPOSE_DIR:-/tmp/exporters-compose}
plugin=$dir/usr/libexec/docker/cli-plugins/docker-compose
for installed in /usr/libexec/docker/cli-plugins /usr/lib/docker/cli-plugins; do
  [ ! -x "$installed/docker-compose" ] || plugin=$installed/docker-compose
done

if [ ! -x "$plugin" ]; then
  archive=$("$here/debian-archive.sh")
  mkdir -p "$dir"/apt/{lists/partial,cache/archives/partial}
  echo "deb $archive trixie main" >"$dir/apt/sources.list"
  : >"$dir/apt/status"
  options=(-o "Dir::Etc::sourcelist=$dir/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$dir/apt/lists"
    -o "Dir::Cache=$dir/apt/cache" -o "Dir::State::status=$dir/apt/status" -o APT::Sandbox::User=root)
  apt-get -qq "${options[@]}" update >&2
  (cd "$dir/apt" && apt-get -qq "${options[@]}" download docker-compose >&2)
  dpkg-deb --extract "$dir"/apt/docker-compose_*.deb "$dir"
  rm -rf "$dir/apt"
  [ -x "$plugin" ] || { echo "docker-compose.sh: the package of trixie has no $plugin" >&2; exit 1; }
fi
[ $# -gt 0 ] || { echo "$plugin"; exit 0; }
exec "$plugin" "$@"
