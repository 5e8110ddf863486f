using Exporters.Host.Cpu;
using Exporters.Host.Disk;
using Exporters.Host.Filesystem.Bcachefs;
using Exporters.Host.Filesystem.Btrfs;
using Exporters.Host.Filesystem.Nfs;
using Exporters.Host.Filesystem.Zfs;
using Exporters.Host.Filesystem;
using Exporters.Host.Hardware;
using Exporters.Host.Kernel;
using Exporters.Host.Load;
using Exporters.Host.Memory;
using Exporters.Host.Network.Addresses;
using Exporters.Host.Network.Devices;
using Exporters.Host.Network.Protocols;
using Exporters.Host.Os;
using Exporters.Host.Pressure;
using Exporters.Host.Textfile;
using Exporters.Host.Time;
using Exporters.Linux;

namespace Exporters.Host;

/// <summary>Every host collector, by name.</summary>
public static class HostCollectors
{
    /// <summary>One line each, in the order of their names.</summary>
    public static readonly IReadOnlyList<HostCollector> All =
    [
        new("arp", true, context => new ArpCollector(context), ArpCollector.Settings),
        new("bcache", true, context => new BcacheCollector(context), BcacheCollector.Settings) { Needs = paths => paths.Sys("fs/bcache"), AbsentIsSuccess = true },
        new("bcachefs", true, context => new BcachefsCollector(context.Paths)) { Needs = paths => paths.Sys("fs/bcachefs") },
        new("bonding", true, context => new BondingCollector(context.Paths)) { Needs = paths => paths.Sys("class/net/bonding_masters") },
        new("btrfs", true, context => new BtrfsCollector(context.Paths)) { Needs = paths => paths.Sys("fs/btrfs"), AbsentIsSuccess = true },
        new("buddyinfo", false, context => new BuddyinfoCollector(context.Paths)),
        new("cgroups", false, context => new CgroupsCollector(context.Paths)),
        new("conntrack", true, context => new ConntrackCollector(context.Paths)),
        new("cpu", true, context => new CpuCollector(context), CpuCollector.Settings),
        new("cpu_vulnerabilities", false, context => new CpuVulnerabilitiesCollector(context.Paths)),
        new("cpufreq", true, context => new CpufreqCollector(context.Paths, context.Time)),
        new("diskstats", true, context => new DiskstatsCollector(context), DiskstatsCollector.Settings),
        new("dmi", true, context => new DmiCollector(context.Paths)) { Needs = paths => paths.Sys("class/dmi/id") },
        new("dmmultipath", true, context => new DmMultipathCollector(context.Paths)) { Needs = paths => paths.Sys("block") },
        new("drbd", false, context => new DrbdCollector(context.Paths)) { Needs = paths => paths.Proc("drbd") },
        new("drm", false, context => new DrmCollector(context.Paths)) { Needs = paths => paths.Sys("class/drm"), AbsentIsSuccess = true },
        new("edac", true, context => new EdacCollector(context.Paths)),
        new("entropy", true, context => new EntropyCollector(context.Paths)),
        new("ethtool", false, context => new EthtoolCollector(context), EthtoolCollector.Settings),
        new("fibrechannel", true, context => new FibrechannelCollector(context.Paths)) { Needs = paths => paths.Sys("class/fc_host") },
        new("filefd", true, context => new FilefdCollector(context.Paths)),
        new("filesystem", true, context => new FilesystemCollector(context), FilesystemCollector.Settings),
        new("hostaddress", true, context => new HostAddressCollector(context), HostAddressCollector.Settings),
        new("hwmon", true, context => new HwmonCollector(context), HwmonCollector.Settings) { Needs = paths => paths.Sys("class/hwmon") },
        new("infiniband", true, context => new InfinibandCollector(context), InfinibandCollector.Settings) { Needs = paths => paths.Sys("class/infiniband") },
        new("interrupts", false, context => new InterruptsCollector(context), InterruptsCollector.Settings),
        new("ipvs", true, context => new IpvsCollector(context), IpvsCollector.Settings) { Needs = paths => new HostNetwork(paths).Path("ip_vs_stats") },
        new("kernel_hung", true, context => new KernelHungCollector(context.Paths)),
        new("ksmd", false, context => new KsmdCollector(context.Paths)) { Needs = paths => paths.Sys("kernel/mm/ksm"), AbsentIsSuccess = true },
        new("lnstat", false, context => new LnstatCollector(context.Paths)),
        new("loadavg", true, context => new LoadavgCollector(context.Paths)),
        new("mdadm", true, context => new MdadmCollector(context.Paths)) { Needs = paths => paths.Proc("mdstat") },
        new("meminfo", true, context => new MeminfoCollector(context.Paths)),
        new("meminfo_numa", false, context => new MeminfoNumaCollector(context.Paths)) { Needs = paths => paths.Sys("devices/system/node"), AbsentIsSuccess = true },
        new("mountstats", false, context => new MountstatsCollector(context.Paths)),
        new("netclass", true, context => new NetclassCollector(context), NetclassCollector.Settings),
        new("netdev", true, context => new NetdevCollector(context), NetdevCollector.Settings),
        new("netstat", true, context => new NetstatCollector(context), NetstatCollector.Settings),
        new("network_route", false, context => new NetworkRouteCollector(context.Paths)),
        new("nfs", true, context => new NfsCollector(context.Paths)) { Needs = paths => new HostNetwork(paths).Path("rpc/nfs") },
        new("nfsd", true, context => new NfsdCollector(context.Paths)) { Needs = paths => new HostNetwork(paths).Path("rpc/nfsd") },
        new("nvme", true, context => new NvmeCollector(context.Paths)) { Needs = paths => paths.Sys("class/nvme") },
        new("nvmesubsystem", false, context => new NvmeSubsystemCollector(context.Paths)) { Needs = paths => paths.Sys("class/nvme-subsystem") },
        new("os", true, context => new OsCollector(context.Paths)),
        new("pcidevice", false, context => new PciDeviceCollector(context), PciDeviceCollector.Settings) { Needs = paths => paths.Sys("bus/pci/devices") },
        new("perf", false, context => new PerfCollector(context), PerfCollector.Settings),
        new("powersupplyclass", true, context => new PowerSupplyClassCollector(context), PowerSupplyClassCollector.Settings),
        new("pressure", true, context => new PressureCollector(context.Paths)),
        new("processes", false, context => new ProcessesCollector(context.Paths)),
        new("qdisc", false, context => new QdiscCollector(context), QdiscCollector.Settings),
        new("rapl", true, context => new RaplCollector(context), RaplCollector.Settings) { Needs = paths => paths.Sys("class/powercap") },
        new("schedstat", true, context => new SchedstatCollector(context.Paths)) { Needs = paths => paths.Proc("schedstat") },
        new("selinux", true, context => new SelinuxCollector(context.Paths)),
        new("slabinfo", false, context => new SlabinfoCollector(context), SlabinfoCollector.Settings),
        new("sockstat", true, context => new SockstatCollector(context.Paths)),
        new("softirqs", false, context => new SoftirqsCollector(context.Paths)),
        new("softnet", true, context => new SoftnetCollector(context.Paths)),
        new("stat", true, context => new StatCollector(context.Paths, context.Settings), StatCollector.Softirq),
        new("swap", false, context => new SwapCollector(context.Paths)),
        new("sysctl", false, context => new SysctlCollector(context), SysctlCollector.Settings),
        new("tapestats", true, context => new TapestatsCollector(context), TapestatsCollector.Settings) { Needs = paths => paths.Sys("class/scsi_tape") },
        new("tcpstat", false, context => new TcpstatCollector(context.Paths)),
        new("textfile", true, context => new TextfileCollector(context), TextfileCollector.Settings),
        new("thermal_zone", true, context => new ThermalZoneCollector(context.Paths)),
        new("time", true, context => new TimeCollector(context.Paths, context.Time)),
        new("timex", true, _ => new TimexCollector()),
        new("udp_queues", true, context => new UdpQueuesCollector(context.Paths)),
        new("uname", true, _ => new UnameCollector()),
        new("vmstat", true, context => new VmstatCollector(context.Paths, context.Settings), VmstatCollector.Fields),
        new("watchdog", true, context => new WatchdogCollector(context.Paths)) { Needs = paths => paths.Sys("class/watchdog") },
        new("wifi", false, context => new WifiCollector(context), WifiCollector.Settings),
        new("xfrm", false, context => new XfrmCollector(context.Paths)) { Needs = paths => new HostNetwork(paths).Path("xfrm_stat") },
        new("xfs", true, context => new XfsCollector(context.Paths)) { Needs = paths => paths.Sys("fs/xfs"), AbsentIsSuccess = true },
        new("zfs", true, context => new ZfsCollector(context.Paths)) { Needs = paths => paths.Proc("spl/kstat/zfs") },
        new("zoneinfo", false, context => new ZoneinfoCollector(context.Paths)),
    ];
}
