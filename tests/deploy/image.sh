#!/usr/bin/env bash
# image.sh [DIR] - the image exporters:0.1.0 is built by its Dockerfile, at a real Docker daemon; the program in it is put into DIR.
#
# The base images are stand-ins (stand-in-images.sh). Needs root and the daemon of DOCKER_HOST (tests/rigs/docker-up.sh).
set -euo pipefail
cd "$(dirname "$0")/../.."
image=exporters:0.1.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "image.sh: $*" >&2; tail -40 "$work"/*.log >&2; exit 1; }
case "$(uname -m)" in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac
# The classic builder needs no plugin; it does not know the platform by itself.
build() { # ARCHITECTURE OPTION...
  DOCKER_BUILDKIT=0 docker build --network none --build-arg SDK_IMAGE=exporters-test/sdk:10.0 --build-arg RUNTIME_IMAGE=exporters-test/runtime-deps:10.0 \
    --build-arg BUILDPLATFORM=linux/$arch --build-arg TARGETARCH="$1" "${@:2}" . >"$work/build.log" 2>&1
}

tests/deploy/stand-in-images.sh >/dev/null 2>"$work/stand-in.log" || fail "no base images"
build $arch -t $image || fail "the Dockerfile does not build"
docker image inspect $image --format '{{.Config.User}} {{json .Config.Healthcheck.Test}} {{index .Config.Labels "org.opencontainers.image.title"}}' |
  grep -qxF '1654 ["CMD","/opt/exporters/exporters","health"] Exporters' || fail "user, health check or labels of the image are not as they should be"

if build riscv64 --force-rm; then fail "it builds for an architecture that it does not know"; fi
grep -q 'no build for the architecture "riscv64"; amd64 and arm64 are known' "$work/build.log" || fail "the refusal of an architecture does not say so"

if [ -n "${1:-}" ]; then
  id=$(docker create $image)
  docker cp -q "$id:/opt/exporters" "$1"
  docker rm "$id" >/dev/null
fi
