#!/usr/bin/env bash
# stand-in-prometheus.sh - the images of Prometheus and Alertmanager that compose.yaml names, for machines that reach no registry.
#
# Made of this machine's packages prometheus, prometheus-alertmanager and busybox-static, at the daemon of DOCKER_HOST, under the names
# and tags of compose.yaml; one that is there already is kept. They hold what the official ones hold and compose.yaml relies on:
# busybox as shell and wget, /bin/prometheus and /bin/alertmanager, volumes and configuration directories of the user nobody (65534),
# who is their user. The versions are Debian's, older than the tags say. Needs root.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

root=$work/root
mkdir -p "$root"/{bin,etc/ssl/certs,tmp,proc,sys,dev,usr/lib,lib64}
chmod 1777 "$root/tmp"
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnobody:x:65534:\n' >"$root/etc/group"
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done

libraries() { # PROGRAM - and what it is linked with
  local library
  ldd "$1" | grep -oE '/[^ ]+' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
}
pinned() { sed -n "s|^ *image: \(prom/$1:.*\)|\1|p" deploy/compose.yaml | sort -u; }
import() { # NAME VOLUME PORT - what $root holds becomes the image
  local name=$1 volume=$2 port=$3 program=${4:?}
  tar -C "$root" --numeric-owner -c . | docker import --change 'USER nobody' --change "WORKDIR $volume" --change "VOLUME $volume" \
    --change "EXPOSE $port" --change "ENTRYPOINT [\"$program\"]" --change 'ENV PATH=/bin' - "$name" >/dev/null
}
there() { docker image inspect "$1" >/dev/null 2>&1; }

image=$(pinned prometheus)
if ! there "$image"; then
  program=$(command -v prometheus)
  libraries "$program"
  cp "$program" "$root/bin/prometheus"
  # Agent mode was asked for by another flag before 3.0.
  if prometheus --version 2>&1 | grep -q 'version 2\.'; then
    mv "$root/bin/prometheus" "$root/usr/lib/prometheus"
    # shellcheck disable=SC2016 # of that script
    printf '#!/bin/sh\nfor a; do shift; [ "$a" != --agent ] || a=--enable-feature=agent; set -- "$@" "$a"; done\nexec /usr/lib/prometheus "$@"\n' \
      >"$root/bin/prometheus"
    chmod 755 "$root/bin/prometheus"
  fi
  mkdir -p "$root/etc/prometheus" "$root/prometheus"
  chown 65534:65534 "$root/etc/prometheus" "$root/prometheus"
  chmod 775 "$root/prometheus"
  import "$image" /prometheus 9090 /bin/prometheus
  rm -rf "$root"/{etc/prometheus,prometheus,bin/prometheus,usr/lib/prometheus}
fi
echo "prometheus=$image"

image=$(pinned alertmanager)
if ! there "$image"; then
  program=$(command -v prometheus-alertmanager)
  libraries "$program"
  cp "$program" "$root/bin/alertmanager"
  # Debian's does not carry its templates within itself.
  if [ -d /usr/share/prometheus/alertmanager ]; then
    mkdir -p "$root/usr/share/prometheus"
    cp -rL /usr/share/prometheus/alertmanager "$root/usr/share/prometheus/"
  fi
  mkdir -p "$root/etc/alertmanager" "$root/alertmanager"
  chown 65534:65534 "$root/etc/alertmanager" "$root/alertmanager"
  import "$image" /alertmanager 9093 /bin/alertmanager
fi
echo "alertmanager=$image"
