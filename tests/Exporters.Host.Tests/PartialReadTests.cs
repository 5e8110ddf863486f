using Exporters.Testing;

namespace Exporters.Host.Tests;

/// <summary>One field or row that is not what it should be costs itself alone: the rest of the file is shown.</summary>
public sealed class PartialReadTests
{
    [TestCase("stat", "proc/stat", "cpu0 1 2 3 4\nctxt 5\nbtime 6\nprocesses 7\nprocs_running -3\nprocs_blocked 8\n", "proc/stat:5: expected a number, got \"-3\"",
        "node_boot_time_seconds 6", "node_context_switches_total 5", "node_forks_total 7", "node_procs_blocked 8")]
    [TestCase("cpu", "proc/stat", "cpu0 100 x 0 0 0 0 0 0 0 0\ncpu1 100 0 0 0 0 0 0 0 0 0\n", "proc/stat:1: expected a number, got \"x\"",
        "node_cpu_seconds_total{cpu=\"1\",mode=\"user\"} 1")]
    [TestCase("meminfo", "proc/meminfo", "MemTotal: 8 kB\nMemFree: -4 kB\nActive: 1 kB\n", "meminfo:2: expected a number, got \"-4\"",
        "node_memory_Active_bytes 1024", "node_memory_MemTotal_bytes 8192")]
    [TestCase("meminfo", "proc/meminfo", "MemTotal: 8 kB\nMemFree: 4 MB\n", "meminfo:2: expected the unit kB, got \"MB\"", "node_memory_MemTotal_bytes 8192")]
    [TestCase("vmstat", "proc/vmstat", "pgfault many\npgmajfault 2\n", "vmstat:1: expected a number, got \"many\"", "node_vmstat_pgmajfault 2")]
    [TestCase("diskstats", "proc/diskstats", "8 0 sda -1 2 3 4 5 6 7 8 9 10 11\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n", "diskstats:1: expected a number, got \"-1\"",
        "node_disk_reads_merged_total{device=\"sda\"} 2", "node_disk_reads_completed_total{device=\"sdb\"} 1")]
    [TestCase("diskstats", "proc/diskstats", "8 x sda 1\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n", "diskstats:1: expected a number, got \"x\"",
        "node_disk_reads_completed_total{device=\"sdb\"} 1")]
    [TestCase("mdadm", "proc/mdstat", "md1 active raid1\nmd2 : active raid1 sdb1[1] sda1[0]\n      195310144 blocks [2/2] [UU]\n",
        "mdstat:1: expected an array as", "node_md_blocks{device=\"md2\"} 195310144", "node_md_disks_required{device=\"md2\"} 2")]
    [TestCase("mdadm", "proc/mdstat", "md1 : active raid1 sdb1[1] sda1[0]\n      -5 blocks [2/1] [U_]\n", "mdstat:2: expected a number, got \"-5\"",
        "node_md_state{device=\"md1\",state=\"active\"} 1", "node_md_disks{device=\"md1\",state=\"active\"} 1")]
    [TestCase("netdev", "proc/net/dev", "h\nh\neth0: 1 2 x 4 5 6 7 8 9 10 11 12 13 14 15 16\neth1: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n",
        "net/dev:3: expected a number, got \"x\"", "node_network_receive_bytes_total{device=\"eth0\"} 1", "node_network_receive_errs_total{device=\"eth1\"} 3")]
    [TestCase("netdev", "proc/net/dev", "h\nh\nbroken\neth1: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n",
        "net/dev:3: expected an interface's name and a colon", "node_network_receive_errs_total{device=\"eth1\"} 3")]
    [TestCase("arp", "proc/net/arp", "h\n192.0.2.1 0x1\n192.0.2.2 0x1 0x2 02:fc:00:00:00:05 * eth0\n", "net/arp:2: expected 6 fields",
        "node_arp_entries{device=\"eth0\"} 1")]
    [TestCase("sockstat", "proc/net/sockstat", "sockets: used x\nTCP: inuse 4 orphan y tw 2\n", "sockstat:1: expected a number, got \"x\"",
        "node_sockstat_TCP_inuse 4", "node_sockstat_TCP_tw 2")]
    [TestCase("netstat", "proc/net/netstat", "TcpExt: ListenDrops TCPTimeouts\nTcpExt: x 5\nIpExt: InOctets\nIpExt: 7\n", "netstat:2: expected a number, got \"x\"",
        "node_netstat_TcpExt_TCPTimeouts 5", "node_netstat_IpExt_InOctets 7")]
    [TestCase("netstat", "proc/net/netstat", "TcpExt: ListenDrops\nIpExt: InOctets\nIpExt: 7\n", "netstat:1: expected a line of names followed by",
        "node_netstat_IpExt_InOctets 7")]
    [TestCase("netstat", "proc/net/snmp6", "Ip6InOctets x\nIp6OutOctets 8\n", "snmp6:1: expected a number, got \"x\"", "node_netstat_Ip6_OutOctets 8")]
    [TestCase("udp_queues", "proc/net/udp", "h\n 0: 0:0 0:0 07 zz\n 1: 0:0 0:0 07 00000001:00000002\n", "net/udp:2: expected queue lengths",
        "node_udp_queues{queue=\"tx\",ip=\"v4\"} 1")]
    [TestCase("tcpstat", "proc/net/tcp", "h\n 0: 0:0 0:0 xx\n 1: 0:0 0:0 0A 00000001:00000002\n", "net/tcp:2: expected a hexadecimal number",
        "node_tcp_connection_states{state=\"listen\"} 1")]
    [TestCase("conntrack", "proc/sys/net/netfilter/nf_conntrack_max", "many", "nf_conntrack_max:1: expected a number, got \"many\"", "node_nf_conntrack_entries 3")]
    [TestCase("conntrack", "proc/net/stat/nf_conntrack", "entries found drop\n3 x 1\n3 1 1\n", "nf_conntrack:2: expected a hexadecimal number, got \"x\"",
        "node_nf_conntrack_stat_drop 2")]
    [TestCase("schedstat", "proc/schedstat", "cpu0 1 2 3 4 5 6 x 1000000000 9\ncpu1 1 2 3 4 5 6 1000000000 0 9\n", "schedstat:1: expected a number, got \"x\"",
        "node_schedstat_waiting_seconds_total{cpu=\"0\"} 1", "node_schedstat_running_seconds_total{cpu=\"1\"} 1")]
    [TestCase("softirqs", "proc/softirqs", " CPU0 CPU1\n HI: x 2\n", "softirqs:2: expected a number, got \"x\"", "node_softirqs_functions_total{type=\"HI\",cpu=\"1\"} 2")]
    [TestCase("interrupts", "proc/interrupts", " CPU0 CPU1\n NMI: x 2 Non-maskable\n", "interrupts:2: expected a number, got \"x\"",
        "node_interrupts_total{type=\"NMI\",info=\"Non-maskable\",devices=\"\",cpu=\"1\"} 2")]
    [TestCase("softnet", "proc/net/softnet_stat", "1 2\n00000003 0 0 0 0 0 0 0 0\n", "softnet_stat:1: expected at least 9 columns", "node_softnet_processed_total{cpu=\"1\"} 3")]
    [TestCase("loadavg", "proc/loadavg", "0.1 x 0.3", "loadavg:1: expected a number, got \"x\"", "node_load1 0.1", "node_load15 0.3")]
    [TestCase("filefd", "proc/sys/fs/file-nr", "x\t0\t9", "file-nr:1: expected a number, got \"x\"", "node_filefd_maximum 9")]
    [TestCase("entropy", "proc/sys/kernel/random/poolsize", "x", "poolsize:1: expected a number, got \"x\"", "node_entropy_available_bits 256")]
    [TestCase("pressure", "proc/pressure/io", "some total=x\nfull total=2000000\n", "io:1: expected a number, got \"x\"", "node_pressure_io_stalled_seconds_total 2")]
    [TestCase("processes", "proc/2/stat", "2 (broken", "2/stat:1: expected a process", "node_processes_pids 1")]
    [TestCase("os", "root/etc/os-release", "NAME=x\nSUPPORT_END=not-a-date\n", "os-release:2: expected a date", "node_os_info{build_id=\"\",id=\"\",id_like=\"\",image_id=\"\",image_version=\"\",name=\"x\",pretty_name=\"\",variant=\"\",variant_id=\"\",version=\"\",version_codename=\"\",version_id=\"\"} 1")]
    [TestCase("hostaddress", "proc/net/if_inet6", "broken\nfd000000000000000000000000000002 04 40 00 80 eth0\n", "if_inet6:1: expected an IPv6 address",
        "exporters_host_address_info{device=\"eth0\",address=\"fd00::2\",family=\"ipv6\",scope=\"private\"} 1")]
    [TestCase("thermal_zone", "sys/class/thermal/thermal_zone0/temp", "N/A\n", "temp: expected a number, got \"N/A\"", "node_thermal_zone_temp{zone=\"1\",type=\"b\"} 40")]
    [TestCase("powersupplyclass", "sys/class/power_supply/BAT0/energy_now", "unknown\n", "energy_now: expected a number, got \"unknown\"",
        "node_power_supply_capacity{power_supply=\"BAT0\"} 80")]
    [TestCase("hwmon", "sys/class/hwmon/hwmon0/temp1_input", "busy\n", "temp1_input: expected a number, got \"busy\"",
        "node_hwmon_temp_celsius{chip=\"coretemp\",sensor=\"temp2\"} 41")]
    [TestCase("cpufreq", "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "<unknown>\n", "scaling_cur_freq: expected a number, got \"<unknown>\"",
        "node_cpu_scaling_frequency_max_hertz{cpu=\"0\"} 3000000")]
    [TestCase("edac", "sys/devices/system/edac/mc/mc0/ce_count", "x", "ce_count: expected a number, got \"x\"", "node_edac_uncorrectable_errors_total{controller=\"0\"} 2")]
    [TestCase("rapl", "sys/class/powercap/intel-rapl:0/energy_uj", "x", "energy_uj: expected a number, got \"x\"", "node_rapl_core_joules_total{index=\"0\"")]
    [TestCase("watchdog", "sys/class/watchdog/watchdog0/timeout", "x", "timeout: expected a number, got \"x\"", "node_watchdog_nowayout{name=\"watchdog0\"} 1")]
    [TestCase("netclass", "sys/class/net/eth0/mtu", "x", "mtu: expected a number, got \"x\"", "node_network_carrier{device=\"eth0\"} 1")]
    public void It_is_reported_and_the_rest_is_shown(string collector, string file, string text, string problem, params string[] samples)
    {
        using var machine = Machine();
        machine.Add(file, text);
        var made = Make.Collector(collector, machine.Paths);
        var page = Page.Of(made);

        Assert.That(Page.Unreadable(made), Has.One.Contains(problem), "in the second scrape as in the first");
        foreach (var sample in samples)
        {
            Assert.That(page, Does.Contain("\n" + sample));
        }
    }

    /// <summary>What the collectors need beside the file in question.</summary>
    private static FixtureTree Machine() => FixtureTree.Empty()
        .Add("proc/net/snmp", "Tcp: InSegs\nTcp: 1\n")
        .Add("proc/net/netstat", "IpExt: InOctets\nIpExt: 1\n")
        .Add("proc/sys/net/netfilter/nf_conntrack_count", "3\n")
        .Add("proc/sys/net/netfilter/nf_conntrack_max", "4\n")
        .Add("proc/sys/kernel/random/entropy_avail", "256\n")
        .Add("proc/sys/kernel/random/poolsize", "256\n")
        .Add("proc/sys/kernel/threads-max", "10\n")
        .Add("proc/sys/kernel/pid_max", "10\n")
        .Add("proc/1/stat", "1 (init) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 2 1 1 1\n")
        .Add("sys/class/thermal/thermal_zone0/type", "a\n")
        .Add("sys/class/thermal/thermal_zone1/type", "b\n")
        .Add("sys/class/thermal/thermal_zone1/temp", "40000\n")
        .Add("sys/class/power_supply/BAT0/capacity", "80\n")
        .Add("sys/class/hwmon/hwmon0/name", "coretemp\n")
        .Add("sys/class/hwmon/hwmon0/temp2_input", "41000\n")
        .Add("sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "3000\n")
        .Add("sys/devices/system/edac/mc/mc0/ue_count", "2\n")
        .Add("sys/class/powercap/intel-rapl:0/name", "package-0\n")
        .Add("sys/class/powercap/intel-rapl:0:0/name", "core\n")
        .Add("sys/class/powercap/intel-rapl:0:0/energy_uj", "1\n")
        .Add("sys/class/watchdog/watchdog0/nowayout", "1\n")
        .Add("sys/class/net/eth0/carrier", "1\n")
        .Add("sys/class/net/eth0/operstate", "up\n");
}
