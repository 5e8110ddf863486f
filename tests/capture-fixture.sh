#!/bin/bash
# Captures what the host collectors read on this machine into a fixture tree for the tests:
#
#   tests/capture-fixture.sh tests/Exporters.Host.Tests/Fixtures/debian-12-vm
#
# DIR/proc, DIR/sys, DIR/root and DIR/udev stand for /proc, /sys, / and /run/udev/data; DIR/about.txt says which kernel and
# distribution they are from. Only files that a collector reads are taken; symbolic links of sysfs are kept as links. MAC
# addresses, serial numbers, UUIDs, host names, process names and socket addresses are replaced, mounts of data left out. Run it as root, or the files
# that only root may read are missing. Then: UPDATE_GOLDEN=1 dotnet test tests/Exporters.Host.Tests
set -u
shopt -s nullglob

if [ $# -ne 1 ] || [ "${1#-}" != "$1" ]; then
  echo "usage: $0 DIRECTORY" >&2
  exit 2
fi

out=$1
if [ -e "$out/proc" ]; then
  echo "$0: $out/proc exists; name a directory that is not there yet" >&2
  exit 1
fi

mkdir -p "$out/proc" "$out/sys" "$out/root" "$out/udev"
out=$(cd "$out" && pwd)

# take FILE... notes regular files, entry and attributes the directories of sysfs; everything is copied at once at the end, since
# a process for each file would take minutes on a slow machine.
files=()
take() {
  local file
  for file in "$@"; do
    [ -f "$file" ] && files+=("$file")
  done
}

# entry PATH [SUBDIRECTORY...] takes a sysfs directory's own files and those of some subdirectories; PATH may be a link.
entry() {
  local path=$1 real sub
  shift
  cd -P "$path" 2>/dev/null || return 0
  real=$PWD
  link "$path"
  attributes "$real"
  for sub in "$@"; do
    for sub in "$real"/$sub; do
      link "$sub"
      cd -P "$sub" 2>/dev/null && attributes "$PWD"
    done
  done
}

links=()
link() {
  [ -L "$1" ] && links+=("$1")
}

attributes() {
  local file
  for file in "$1"/*; do
    case ${file##*/} in
      uevent | modalias | trace_marker | rom | config | resource | resource[0-9]* | vpd | eeprom) ;;
      *) [ -L "$file" ] || take "$file" ;;
    esac
  done
}

# --- proc -----------------------------------------------------------------------------------------------------------------
cd /proc || exit 1
for file in loadavg meminfo stat vmstat interrupts softirqs schedstat uptime cpuinfo mdstat diskstats swaps zoneinfo buddyinfo slabinfo cgroups drbd \
  pressure/cpu pressure/io pressure/memory pressure/irq \
  sys/fs/file-nr sys/kernel/pid_max sys/kernel/threads-max sys/kernel/hung_task_detect_count \
  sys/kernel/random/entropy_avail sys/kernel/random/poolsize sys/kernel/osrelease \
  sys/net/netfilter/nf_conntrack_count sys/net/netfilter/nf_conntrack_max \
  self/mounts self/mountinfo 1/mounts 1/mountinfo \
  net/dev net/netstat net/snmp net/snmp6 net/sockstat net/sockstat6 net/softnet_stat net/udp net/udp6 net/tcp net/tcp6 \
  net/arp net/if_inet6 net/route net/stat/* net/xfrm_stat net/bonding/* spl/kstat/zfs/* spl/kstat/zfs/*/* net/rpc/nfs net/rpc/nfsd net/ip_vs net/ip_vs_stats self/mountstats; do
  take "/proc/$file"
done

count=0
for process in [0-9]*; do
  [ $((count += 1)) -le 40 ] || break
  take "/proc/$process/stat" "/proc/$process"/task/[0-9]*/stat
done

# --- sys ------------------------------------------------------------------------------------------------------------------
take /sys/devices/system/cpu/{online,offline,isolated,possible,present}
for cpu in /sys/devices/system/cpu/cpu[0-9]*; do
  take "$cpu/online" "$cpu"/topology/{physical_package_id,core_id} "$cpu"/thermal_throttle/*
  [ -e "$cpu/cpufreq" ] && entry "$cpu" cpufreq
done
for device in /sys/devices/system/clocksource/clocksource*; do
  take "$device"/{available_clocksource,current_clocksource}
done
for device in /sys/devices/system/edac/mc/mc*; do
  entry "$device" 'csrow*' 'dimm*' 'rank*'
done
take /sys/class/net/bonding_masters
for device in /sys/class/net/*; do
  [ -d "$device" ] && entry "$device" bonding bonding_slave statistics 'lower_*'
done
for device in /sys/block/*; do
  [[ ${device##*/} =~ ^(loop|ram)([1-9]|[0-9]{2,})$ ]] && continue   # one of a kind is enough
  entry "$device" queue dm md device 'md/rd*'
done
for device in /sys/class/nvme/*; do
  entry "$device" 'nvme*'
done
for device in /sys/class/{hwmon,thermal,power_supply,watchdog,dmi}/*; do
  entry "$device" device
done
for device in /sys/class/powercap/*; do
  entry "$device"
done
take /sys/kernel/mm/ksm/* /sys/devices/system/cpu/vulnerabilities/* /sys/devices/system/node/node*/{meminfo,numastat} /sys/fs/xfs/*/stats/stats
take /sys/fs/btrfs/*-*/{label,metadata_uuid,commit_stats} /sys/fs/btrfs/*-*/allocation/{global_rsv_size,*/bytes_reserved,*/*/{total,used}_bytes} /sys/fs/btrfs/*-*/devices/*/size
take /sys/fs/bcachefs/*/{btree_cache_size,compression_stats,errors,btree_write_stats,counters/*,dev-*/*}
for device in /sys/fs/bcache/*-*; do
  entry "$device" internal 'bdev*' 'bdev*/stats_total' 'cache[0-9]*'
done
for device in /sys/class/infiniband/*; do
  entry "$device" 'ports/*' 'ports/*/counters*' 'ports/*/hw_counters'
done
for device in /sys/class/fc_host/*; do
  entry "$device" statistics
done
for device in /sys/bus/pci/devices/*; do
  entry "$device"
done
for device in /sys/class/scsi_tape/st[0-9]; do
  entry "$device" stats
done
take /sys/fs/selinux/{enforce,mls,policyvers}

# --- root, udev -------------------------------------------------------------------------------------------------------------
take /etc/os-release /usr/lib/os-release /etc/selinux/config
take /run/udev/data/b*

# --- copy: what cannot be read is left out --------------------------------------------------------------------------------
cd "$out" || exit 1
for file in "${links[@]}"; do
  mkdir -p "$out${file%/*}"
  [ -L "$out$file" ] || ln -s "$(readlink "$file")" "$out$file"
done
mkdir -p "$out/proc" "$out/root"
ln -s self/mounts "$out/proc/mounts"
printf '%s\0' "${files[@]}" | sort -zu | grep -zE '^/(proc|sys)/' | xargs -0r cp --parents -t "$out" 2>/dev/null
printf '%s\0' "${files[@]}" | grep -zE '^/(etc|usr)/' | xargs -0r cp -L --parents -t "$out/root" 2>/dev/null
printf '%s\0' "${files[@]}" | grep -zE '^/run/udev/data/' | xargs -0r cp -t "$out/udev" 2>/dev/null
chmod -R u+rwX "$out"

# --- nothing that names this machine or its owner ---------------------------------------------------------------------------
cd "$out" || exit 1
find proc sys root udev -type f -exec sed -i -E \
  -e 's/\b(00:00:00:00:00:00|[fF]{2}(:[fF]{2}){5})\b/\1/g; t' \
  -e 's/\b[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}\b/02:00:00:00:00:01/g' \
  -e 's/\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b/00000000-0000-4000-8000-000000000001/g' {} +
find sys -type f \( -name '*serial*' -o -name '*uuid*' -o -name 'wwid' -o -name '*asset_tag' -o -name 'nguid' -o -name 'eui' \) |
  while IFS= read -r file; do
    [ -s "$file" ] && echo scrubbed >"$file"
  done
for file in $(find udev -type f); do
  sed -i -E -e '/^S:|^W:|^I:/d' -e 's/^(E:[A-Z0-9_]*(SERIAL|WWN|UUID|ID_PATH)[A-Z0-9_]*=).*/\1scrubbed/' "$file"
done
# Mounts of the owner's own data.
for file in proc/*/mounts proc/*/mountinfo; do
  sed -i -E '\#^([^ ]+ |([^ ]+ ){4})/(mnt|media|srv|home)(/| )#d' "$file"
done
find proc -type f -path '*/stat' -not -path proc/stat -exec sed -i -E 's/\(.*\)/(process)/' {} +
for file in proc/net/{tcp,tcp6,udp,udp6}; do
  [ -f "$file" ] && sed -i -E 's/^( *[0-9]+: )([0-9A-F]+):[0-9A-F]{4} ([0-9A-F]+):[0-9A-F]{4}/\1\2:0016 \3:0000/' "$file" &&
    sed -i -E 's/^( *[0-9]+: )[0-9A-F]{8}:(....) [0-9A-F]{8}:/\10100007F:\2 00000000:/; s/^( *[0-9]+: )[0-9A-F]{32}:(....) [0-9A-F]{32}:/\100000000000000000000000001000000:\2 00000000000000000000000000000000:/' "$file"
done
host=$(uname -n)
find proc sys root udev -type f -exec grep -lwF -- "$host" {} + 2>/dev/null | while IFS= read -r file; do
  sed -i "s/\b$host\b/host/g" "$file"
done
find . -type d -empty -not -path './udev' -delete

{
  echo "kernel: $(uname -srm)"
  echo "distribution: $(. /etc/os-release && echo "$PRETTY_NAME")"
  echo "captured: $(date -u +%Y-%m-%d)"
} >about.txt
# git keeps no empty directory, and every tree has all four.
for part in proc sys root udev; do
  [ -n "$(ls -A "$part" 2>/dev/null)" ] || { mkdir -p "$part" && : >"$part/.gitkeep"; }
done
echo "$(find . -type f | wc -l) files in $out"
