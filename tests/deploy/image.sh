#!/usr/bin/env bash
# image.sh - the image exporters:0.1.0 is built by its Dockerfile at a real Docker daemon, has at most 45 MB, and runs: metrics, health,
# time zones, TLS, the journal's library.
#
# The base images are stand-ins (stand-in-images.sh). Needs root, openssl and the daemon of DOCKER_HOST (tests/rigs/docker-up.sh).
set -euo pipefail
cd "$(dirname "$0")/../.."
image=exporters:0.1.0
work=$(mktemp -d)
server='' container=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$container" ] || docker rm -f "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
fail() { echo "image.sh: $*" >&2; tail -n 40 "$work"/*.log >&2; exit 1; }
case "$(uname -m)" in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac
# The classic builder needs no plugin; it does not know the platform by itself.
build() { # ARCHITECTURE OPTION...
  DOCKER_BUILDKIT=0 docker build --network none --build-arg SDK_IMAGE=exporters-test/sdk:10.0 --build-arg LIBRARY_IMAGE=exporters-test/runtime-deps:10.0 \
    --build-arg RUNTIME_IMAGE=exporters-test/runtime-deps:10.0-chiseled \
    --build-arg BUILDPLATFORM=linux/$arch --build-arg TARGETARCH="$1" "${@:2}" . >"$work/build.log" 2>&1
}

tests/deploy/stand-in-images.sh >/dev/null 2>"$work/stand-in.log" || fail "no base images"
build $arch -t $image || fail "the Dockerfile does not build"
docker image inspect $image --format '{{.Config.User}} {{json .Config.Healthcheck.Test}} {{index .Config.Labels "org.opencontainers.image.title"}}' |
  grep -qxF '1654 ["CMD","/usr/bin/exporters","health"] Exporters' || fail "user, health check or labels of the image are not as they should be"

if build riscv64 --force-rm; then fail "it builds for an architecture that it does not know"; fi
grep -q 'no build for the architecture "riscv64"; amd64 and arm64 are known' "$work/build.log" || fail "the refusal of an architecture does not say so"


size=$(docker image inspect $image --format '{{.Size}}')
[ "$size" -le 45000000 ] || fail "the image has $size bytes, more than 45 MB"

docker run --rm -e TZ=Asia/Kolkata $image metrics --collector.disable-defaults --collector.loadavg --collector.time >"$work/page.log" 2>&1 || fail "metrics does not run in the image"
grep -q '^node_load1 ' "$work/page.log" || fail "no metrics"
grep -q '^node_time_zone_offset_seconds{.*} 19800$' "$work/page.log" || fail "the image has no time zones"

# A probe over TLS to this machine, whose certificate nobody signed: it is refused, and its expiry is on the page.
gateway=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/key" -out "$work/crt" -subj /CN=probed -days 2 2>/dev/null
openssl s_server -accept "$gateway:14443" -key "$work/key" -cert "$work/crt" -www -quiet >"$work/server.log" 2>&1 &
server=$!
cat >"$work/exporters.yaml" <<YAML
server: { listen: [":9200"] }
probes: { targets: [ { name: probed, url: "https://$gateway:14443/" } ] }
logs:
  enabled: true
  otlp: { endpoint: "http://127.0.0.1:1/v1/logs" }
  sources: [ { type: journald } ]
YAML
container=$(docker run -d --read-only --tmpfs /var/lib/exporters:uid=1654 -p 127.0.0.1:0:9200 -v "$work/exporters.yaml:/etc/exporters/exporters.yaml:ro" $image)
address=$(docker port "$container" 9200/tcp | head -1)
probed() { curl -fsS "http://$address/metrics" >"$work/page.log" 2>/dev/null && grep -q '^probe_ssl_earliest_cert_expiry{' "$work/page.log"; }
for _ in $(seq 120); do
  probed && break
  read -rt 0.5 <> <(:) || true
done
docker logs "$container" >"$work/container.log" 2>&1
probed || fail "the image does not speak TLS"
if grep -q 'libsystemd.so.0 is not installed' "$work/container.log"; then fail "the image cannot read the journal"; fi
grep -q 'source=JournalSource' "$work/container.log" || fail "the image says nothing of the journal that it has not"
docker exec "$container" exporters health >"$work/health.log" || fail "the container is not healthy"
echo "image: $size bytes"
