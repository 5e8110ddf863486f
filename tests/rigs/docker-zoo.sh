#!/usr/bin/env bash
# docker-zoo.sh up [N] | down - containers of every kind for trying things by hand, and N idle ones.
#
# At the daemon of DOCKER_HOST, else of EXPORTERS_TEST_DOCKER, else of docker-up.sh.
#
#   zoo-oom        killed at 16 MiB           zoo-loop       ends with 3 every second, always restarted
#   zoo-exit42     has ended with 42          zoo-unhealthy  its health check fails
#   zoo-healthy    its health check passes    zoo-throttled  wants a CPU, may have a tenth
#   zoo-paused     paused                     zoo-created    never started
#   zoo-oomchild   its children are killed    zoo-hostnet    in the host's network
#   zoo-compose    labels of a compose project, zoo-idle-1 …
set -euo pipefail

export DOCKER_HOST=${DOCKER_HOST:-${EXPORTERS_TEST_DOCKER:-unix://${EXPORTERS_TEST_DIR:-/tmp/exporters-docker}/docker.sock}}
image=exporters-test/busybox:1.0
checked=exporters-test/checked:1.0

start() { # NAME OPTION... IMAGE COMMAND...
  local name=$1
  shift
  docker run -d --name "$name" --label exporters.zoo=1 "$@" >/dev/null
}

up() {
  start zoo-oom -m 16m --memory-swap 16m $image sh -c 'exec tail /dev/zero'
  start zoo-loop --restart always $image sh -c 'sleep 1; exit 3'
  start zoo-exit42 $image sh -c 'exit 42'
  start zoo-healthy $checked sh -c 'touch /tmp/well; exec sleep 1000000'
  start zoo-unhealthy $checked sleep 1000000
  start zoo-throttled --cpus 0.1 $image sh -c 'while :; do :; done'
  start zoo-paused $image sleep 1000000
  docker pause zoo-paused >/dev/null
  docker create --name zoo-created --label exporters.zoo=1 $image true >/dev/null
  start zoo-oomchild -m 16m --memory-swap 16m $image sh -c 'while :; do tail /dev/zero; sleep 10; done'
  start zoo-hostnet --network host $image sleep 1000000
  start zoo-compose --label com.docker.compose.project=zoo --label com.docker.compose.service=web $image sleep 1000000
  seq -f 'zoo-idle-%g' 1 "$1" | xargs -r -P 4 -I{} docker run -d --name {} --label exporters.zoo=1 $image sleep 1000000 >/dev/null
}

case "${1:-}" in
  up) up "${2:-0}" ;;
  down) docker ps -aq --filter label=exporters.zoo | xargs -r -P 4 -n 10 docker rm -fv >/dev/null ;;
  *)
    echo "docker-zoo.sh: say up [N] or down" >&2
    exit 2
    ;;
esac
docker ps -a --filter label=exporters.zoo --format '{{.Names}}\t{{.Status}}' | sed -n '1,20p'
