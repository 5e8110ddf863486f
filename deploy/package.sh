#!/usr/bin/env bash
# package.sh [--from DIR] [--arch amd64|arm64] [OUT] - makes exporters_VERSION_ARCH.deb in OUT (default .), with dpkg-deb alone.
#
#   --from DIR    the published program; without it, it is published here
#   --arch ARCH   default: this machine's
#
# Needs binutils beside what publishing needs.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD from='' arch=$(dpkg --print-architecture) out=.
fail() { echo "package.sh: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --from) from=${2:?--from wants a directory}; shift ;;
    --arch) arch=${2:?--arch wants amd64 or arm64}; shift ;;
    -h | --help) sed -n '2,/^set -/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0 ;;
    -*) fail "unknown option $1; see --help" ;;
    *) out=$1 ;;
  esac
  shift
done
case "$arch" in
  amd64) rid=linux-x64 machine='x86-64' ;;
  arm64) rid=linux-arm64 machine='aarch64' ;;
  *) fail "no build for the architecture $arch; amd64 and arm64 are known" ;;
esac
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$from" ]; then
  from=$work/published
  dotnet publish src/Exporters -r $rid -o "$from" -clp:ErrorsOnly >&2
fi
[ -x "$from/exporters" ] || fail "no $from/exporters; run: dotnet publish src/Exporters -o $from"
# The machine for which it was compiled stands in the 19th byte of an ELF file.
case "$(od -An -tu1 -j18 -N1 "$from/exporters" | tr -d ' ')" in
  62) built=x86-64 ;;
  183) built=aarch64 ;;
  *) built=unknown ;;
esac
[ "$built" = "$machine" ] || fail "$from/exporters is for $built, the package would be for $arch"
version=$(sed -n 's,.*<VersionPrefix>\(.*\)</VersionPrefix>.*,\1,p' Directory.Build.props)
[ -n "$version" ] || fail "no VersionPrefix in Directory.Build.props"

glibc=$(deploy/glibc.sh "$from/exporters")

tree=$work/tree
install -d "$tree"/{DEBIAN,usr/bin,usr/lib/systemd/system,usr/lib/sysusers.d,etc/exporters,etc/default,usr/share/doc/exporters}
install -m 755 "$from/exporters" "$tree/usr/bin"
install -m 644 deploy/systemd/exporters.service deploy/systemd/exporters-logs.service "$tree/usr/lib/systemd/system"
install -m 644 deploy/systemd/exporters.sysusers "$tree/usr/lib/sysusers.d/exporters.conf"
install -m 644 deploy/systemd/etc/exporters.yaml deploy/systemd/etc/logs.yaml "$tree/etc/exporters"
install -m 644 deploy/systemd/etc/exporters.default "$tree/etc/default/exporters"
install -m 600 deploy/systemd/etc/exporters-logs.default "$tree/etc/default/exporters-logs"
install -m 644 docs/*.md "$tree/usr/share/doc/exporters"
install -m 644 LICENSE "$tree/usr/share/doc/exporters/copyright"
gzip -9n <CHANGELOG.md >"$tree/usr/share/doc/exporters/changelog.gz"
chmod -R u=rwX,go=rX "$tree/usr"
install -m 755 deploy/debian/postinst deploy/debian/prerm deploy/debian/postrm "$tree/DEBIAN"
(cd "$tree" && find etc -type f -printf '/%p\n' | sort >DEBIAN/conffiles)
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
cat >"$tree/DEBIAN/control" <<CONTROL
Package: exporters
Version: $version
Architecture: $arch
Maintainer: Exporters
Installed-Size: $(du -sk --apparent-size "$tree" | cut -f1)
Depends: libc6 (>= $glibc), libssl3t64 | libssl3, systemd
Recommends: ca-certificates, libsystemd0, tzdata
Section: net
Priority: optional
Description: metrics and logs of a Linux host
 One light process that answers Prometheus under the names of node_exporter,
 systemd_exporter, cAdvisor and blackbox_exporter, and another one that sends
 logs of files, containers and the journal over OTLP.
CONTROL
package=$out/exporters_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz -z3 --build "$tree" "$package" >/dev/null
cd "$root"
echo "$package"
