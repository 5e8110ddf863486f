#!/usr/bin/env bash
# stand-in-images.sh - images in the place of the official .NET ones, for machines that reach no registry.
#
# exporters-test/runtime-deps and exporters-test/sdk are made of Debian packages, of this machine's .NET SDK and of the NuGet
# packages that it has restored. At the daemon of DOCKER_HOST. They hold what the official ones promise and the Dockerfile uses:
# runtime-deps:10.0 libraries and time zones, runtime-deps:10.0-chiseled some libraries, certificates and a user 1654 without a shell, sdk
# dotnet in the path and also the C compiler, which the Dockerfile installs where it is missing. Needs root and mmdebstrap.
#
#   STAND_IN_SUITE  Debian's suite, default bookworm
set -euo pipefail
cd "$(dirname "$0")/../.."
suite=${STAND_IN_SUITE:-bookworm}
runtime=exporters-test/runtime-deps:10.0 chiseled=exporters-test/runtime-deps:10.0-chiseled sdk=exporters-test/sdk:10.0
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

# A tree of Debian's that becomes the first and the last, and of which the chiseled one takes its files.
root=$work/root
mkdir "$root"
if docker image inspect "$runtime" >/dev/null 2>&1; then
  id=$(docker create "$runtime")
  docker export "$id" | tar -x -C "$root"
  docker rm "$id" >/dev/null
else
  archive=$(tests/rigs/debian-archive.sh)
  ssl=libssl3
  [ "$suite" = bookworm ] || ssl=libssl3t64
  # shellcheck disable=SC2016 # mmdebstrap's $1
  mmdebstrap --quiet --variant=minbase --mode=root --include=ca-certificates,gcc,libc6-dev,$ssl,tzdata,zlib1g \
    --hook-dir=/usr/share/mmdebstrap/hooks/maybe-merged-usr \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='chroot "$1" useradd --uid 1654 --create-home app' \
    "$suite" "$root" "deb $archive $suite main"
  tar -C "$root" --numeric-owner --one-file-system -c . | docker import --change 'ENV APP_UID=1654' --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' \
    --change 'ENV ASPNETCORE_HTTP_PORTS=8080' --change 'CMD ["/bin/bash"]' - "$runtime" >/dev/null
fi

libraries=usr/lib/$(uname -m)-linux-gnu
mkdir -p "$work/chiseled"/{tmp,proc,sys,dev}
chmod 1777 "$work/chiseled/tmp"
(cd "$root" && tar -c --dereference etc/passwd etc/group etc/nsswitch.conf etc/os-release etc/ssl usr/share/ca-certificates lib*/ld-linux-*.so.* \
  "$libraries"/lib{c,m,dl,pthread,rt,resolv,gcc_s,z,ssl,crypto,nss_dns,nss_files}.so.[0-9]*) | tar -x -C "$work/chiseled"
tar -C "$work/chiseled" --numeric-owner -c . | docker import --change 'ENV APP_UID=1654' --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' \
  --change 'ENV ASPNETCORE_HTTP_PORTS=8080' - "$chiseled" >/dev/null

# The packages are taken anew each time: which ones the program needs changes with it.
case "$(uname -m)" in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
feed=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
mkdir -p "$work/source" "$root/root/.nuget"
tar -c --exclude=bin --exclude=obj global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig src | tar -x -C "$work/source"
(cd "$work/source" && NuGetAudit=false dotnet restore src/Exporters -r $rid -p:_IsPublishing=true --packages "$root/root/.nuget/packages" --source "$feed") \
  >"$work/restore.log" 2>&1 || { cat "$work/restore.log" >&2; exit 1; }

dotnet=$(dotnet --list-sdks | sed -n 's,.*\[\(.*\)/sdk\]$,\1,p' | head -1)
# Linked where that can be: it is large.
cp -al "$dotnet" "$root/usr/share/dotnet" 2>/dev/null || { rm -rf "$root/usr/share/dotnet"; cp -a "$dotnet" "$root/usr/share/dotnet"; }
ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
tar -C "$root" --numeric-owner --one-file-system -c . |
  docker import --change 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 NuGetAudit=false NUGET_XMLDOC_MODE=skip DOTNET_RUNNING_IN_CONTAINER=true' \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' --change 'CMD ["/bin/bash"]' - "$sdk" >/dev/null
echo "runtime=$runtime"
echo "chiseled=$chiseled"
echo "sdk=$sdk"
