# The program and nothing else, for linux/amd64 and linux/arm64. It is compiled on the machine that builds, for the one asked for:
#
#   docker build -t exporters:0.1.0 .
#   docker buildx build --platform linux/amd64,linux/arm64 --push -t REGISTRY/exporters:0.1.0 .
#
# How to run it: deploy/compose.yaml and docs/install.md.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG LIBRARY_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
ARG BUILDPLATFORM

FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
ARG TARGETARCH
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The C compiler that links the native program; an SDK image that has it already needs no network for it.
RUN case "$TARGETARCH-$(uname -m)" in \
      arm64-x86_64) compiler=aarch64-linux-gnu-gcc packages="gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;; \
      amd64-x86_64 | arm64-aarch64) compiler=gcc packages="gcc libc6-dev" ;; \
      amd64-*) echo "no build for amd64 on $(uname -m); give the builder an amd64 machine" >&2; exit 1 ;; \
      *) echo "no build for the architecture \"$TARGETARCH\"; amd64 and arm64 are known" >&2; exit 1 ;; \
    esac \
 && { command -v $compiler >/dev/null || { apt-get update && apt-get install -y --no-install-recommends $packages; }; }
ARG REVISION=unknown
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN case "$TARGETARCH" in amd64) rid=linux-x64 ;; arm64) rid=linux-arm64 ;; esac \
 && dotnet publish src/Exporters -r "$rid" -p:SourceRevisionId="$REVISION" -p:RunAnalyzers=false -o /out/usr/bin \
 && mkdir -p /out/etc/exporters /out/var/lib/exporters \
 && chmod -R a+rX,go-w /out
COPY deploy/container/exporters.yaml /out/etc/exporters/exporters.yaml

FROM ${LIBRARY_IMAGE} AS libraries

# The smallest official image that has what the program asks of a system: glibc, OpenSSL, the authorities' certificates, a user 1654.
# It has no shell. Of the full image come time zones, by which log lines are read that name none, and the library that reads the journal
# with what it needs; each also under the name it is loaded by.
FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Exporters" \
      org.opencontainers.image.description="Metrics of a Linux host, its units, containers and probes for Prometheus; its logs over OTLP." \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=libraries /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=libraries /usr/lib/*-linux-gnu/libsystemd.so.0* /usr/lib/*-linux-gnu/libcap.so.2* /usr/lib/*-linux-gnu/libgcrypt.so.20* \
     /usr/lib/*-linux-gnu/libgpg-error.so.0* /usr/lib/*-linux-gnu/liblz4.so.1* /usr/lib/*-linux-gnu/liblzma.so.5* \
     /usr/lib/*-linux-gnu/libzstd.so.1* /usr/lib/
COPY --from=build /out/usr/bin/exporters /usr/bin/exporters
COPY --from=build /out/etc/exporters /etc/exporters
# The user of the official images owns it: mount a volume here when the log module runs, it keeps what was delivered.
COPY --from=build --chown=1654:1654 /out/var/lib/exporters /var/lib/exporters
USER 1654
EXPOSE 9200
ENTRYPOINT ["/usr/bin/exporters"]
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s --retries=3 CMD ["/usr/bin/exporters", "health"]
