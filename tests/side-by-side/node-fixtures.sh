#!/bin/bash
# Compares our page with node_exporter's public end-to-end test: its fixture tree and the page it expects of it.
#
#   git clone https://github.com/prometheus/node_exporter /tmp/node_exporter
#   tests/side-by-side/node-fixtures.sh /tmp/node_exporter
#
# EXPORTERS is the program with which to do it; by default this tree is built and run. Compared are all families:
# presence, type, labels, values. Differences are printed, and make it end with 1; those that are
# meant stand, with their reason, in node-fixtures.py.
set -euo pipefail

if [ $# -ne 1 ] || [ ! -d "$1/collector/fixtures" ]; then
  echo "usage: $0 CHECKOUT_OF_NODE_EXPORTER" >&2
  exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ -z "${EXPORTERS:-}" ]; then
  dotnet build "$here/../../src/Exporters" -c Release -clp:ErrorsOnly --nologo -o "$scratch/program" >&2
  EXPORTERS=$scratch/program/exporters
fi

# The page holds paths relative to the checkout, so the program runs in a place that looks like it.
mkdir -p "$scratch/collector"
cp -R "$checkout/collector/fixtures" "$scratch/collector/"
cd "$scratch"
for archive in sys udev; do
  [ -d "collector/fixtures/$archive" ] || "$checkout/ttar" -C collector/fixtures -x -f "collector/fixtures/$archive.ttar" >/dev/null
done

"$EXPORTERS" metrics \
  --path.rootfs=collector/fixtures \
  --path.procfs=collector/fixtures/proc \
  --path.sysfs=collector/fixtures/sys \
  --path.udev.data=collector/fixtures/udev/data \
  --collector.buddyinfo --collector.cgroups --collector.cpu_vulnerabilities --collector.drbd --collector.interrupts --collector.ksmd \
  --collector.lnstat --collector.meminfo_numa --collector.mountstats --collector.pcidevice --collector.processes --collector.qdisc --collector.slabinfo --collector.softirqs \
  --collector.sysctl --collector.wifi --collector.xfrm --collector.zoneinfo --collector.bcache.priorityStats \
  --collector.qdisc.fixtures=collector/fixtures/qdisc/ '--collector.qdisc.device-include=(wlan0|eth0)' --collector.wifi.fixtures=collector/fixtures/wifi \
  --collector.sysctl.include-info=kernel.seccomp.actions_avail --collector.sysctl.include=fs.file-nr \
  --collector.sysctl.include=fs.file-nr:total,current,max --collector.sysctl.include=kernel.threads-max \
  --no-collector.filesystem --no-collector.selinux --no-collector.timex --no-collector.uname \
  --no-collector.hostaddress \
  --no-collector.arp.netlink \
  --collector.arp.device-exclude=nope \
  --collector.cpu.info \
  '--collector.cpu.info.bugs-include=^(cpu_meltdown|spectre_.*|mds)$' \
  '--collector.cpu.info.flags-include=^(aes|avx.?|constant_tsc)$' \
  '--collector.hwmon.chip-include=(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)' \
  --collector.netclass.ignore-invalid-speed \
  '--collector.netclass.ignored-devices=(dmz|int)' \
  --collector.netdev.device-include=lo \
  --collector.stat.softirq \
  --collector.textfile.directory=collector/fixtures/textfile/two_metric_files/ \
  >ours.prom

python3 "$here/node-fixtures.py" collector/fixtures/e2e-output.txt ours.prom
