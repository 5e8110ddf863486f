using System.Diagnostics.CodeAnalysis;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

/// <summary>What a collector says of files that are absent, unreadable, cut off, or not what they should be.</summary>
public sealed class OddInputTests
{
    [TestCase("cpu", "proc/stat")]
    [TestCase("entropy", "proc/sys/kernel/random/entropy_avail")]
    [TestCase("entropy", "proc/sys/kernel/random/poolsize")]
    [TestCase("filefd", "proc/sys/fs/file-nr")]
    [TestCase("interrupts", "proc/interrupts")]
    [TestCase("kernel_hung", "proc/sys/kernel/hung_task_detect_count")]
    [TestCase("loadavg", "proc/loadavg")]
    [TestCase("meminfo", "proc/meminfo")]
    [TestCase("processes", "proc/sys/kernel/pid_max")]
    [TestCase("processes", "proc/sys/kernel/threads-max")]
    [TestCase("softirqs", "proc/softirqs")]
    [TestCase("softnet", "proc/net/softnet_stat")]
    [TestCase("stat", "proc/stat")]
    [TestCase("vmstat", "proc/vmstat")]
    public void An_absent_file_is_named(string collector, string file)
    {
        using var machine = Copy();
        machine.Remove(file);
        var fault = Assert.Throws<CollectorUnavailableException>(() => Page.Of(Make.Collector(collector, machine.Paths)));
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Absent));
        Assert.That(fault.Message, Does.Contain($"/{file}: no such file"));
    }

    [TestCase("cpu", "proc/stat")]
    [TestCase("filefd", "proc/sys/fs/file-nr")]
    [TestCase("meminfo", "proc/meminfo")]
    [TestCase("os", "root/etc/os-release")]
    [TestCase("pressure", "proc/pressure/cpu")]
    [TestCase("stat", "proc/stat")]
    [TestCase("vmstat", "proc/vmstat")]
    public void A_directory_in_the_place_of_a_file_is_an_error_of_reading(string collector, string file)
    {
        using var machine = Copy();
        machine.Remove(file).Add($"{file}/inside", "");
        var fault = Assert.Throws<CollectorUnavailableException>(() => Page.Of(Make.Collector(collector, machine.Paths)));
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Io));
    }

    [Test]
    public void A_file_that_must_not_be_read_is_named_with_the_command_that_helps()
    {
        var fault = HostFile.Unavailable("/proc/secret", Errno.AccessDenied);
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Permission));
        Assert.That(fault.Message, Does.StartWith("/proc/secret: permission denied; run as root, or: setfacl"));
    }

    [TestCase("cpu", "proc/stat", "", "proc/stat: expected lines such as \"cpu0 ")]
    [TestCase("cpu", "proc/stat", "cpu  1 2 3 4\n", "proc/stat: expected lines such as \"cpu0 ")]
    [TestCase("cpu", "proc/stat", "cpu0 1 2 3\n", "proc/stat:1: expected at least four numbers after the CPU's name, got \"cpu0 1 2 3\"")]
    [TestCase("cpu", "proc/stat", "cpu0 1 2 3 4x\n", "proc/stat:1: expected a number, got \"4x\"")]
    [TestCase("cpu", "proc/stat", "cpu0 1 2 3 99999999999999999999\n", "proc/stat:1: expected a number, got \"99999999999999999999\"")]
    [TestCase("cpu", "sys/devices/system/cpu/isolated", "1-x", "isolated: expected a number, got \"x\"")]
    [TestCase("cpu", "sys/devices/system/cpu/isolated", "1-4294967295", "expected numbers of CPUs below 65536, got \"1-4294967295\"")]
    [TestCase("entropy", "proc/sys/kernel/random/poolsize", "", "poolsize: expected a number, got \"\"")]
    [TestCase("entropy", "proc/sys/kernel/random/entropy_avail", "many", "entropy_avail:1: expected a number, got \"many\"")]
    [TestCase("filefd", "proc/sys/fs/file-nr", "", "file-nr: expected a number, got \"\"")]
    [TestCase("filefd", "proc/sys/fs/file-nr", "1\t0", "file-nr:1: expected a number, got \"1\\t0\"")]
    [TestCase("interrupts", "proc/interrupts", "", "interrupts:1: expected a heading such as \"CPU0 CPU1\"")]
    [TestCase("interrupts", "proc/interrupts", "  CPU0 \n  1: x IO-APIC\n", "interrupts:2: expected a number, got \"x\"")]
    [TestCase("loadavg", "proc/loadavg", "", "loadavg: expected a number, got \"\"")]
    [TestCase("loadavg", "proc/loadavg", "0.1 0.2", "loadavg:1: expected a number, got \"0.1 0.2\"")]
    [TestCase("meminfo", "proc/meminfo", "", "meminfo: expected lines such as \"MemTotal: 1024 kB\"")]
    [TestCase("meminfo", "proc/meminfo", "MemTotal: 1 kB\nMemFree:", "meminfo:2: expected a number, got \"MemFree:\"")]
    [TestCase("meminfo", "proc/meminfo", "MemTotal: 1 MB\n", "meminfo:1: expected the unit kB, got \"MB\"")]
    [TestCase("meminfo", "proc/meminfo", "MemTotal: -1 kB\n", "meminfo:1: expected a number, got \"-1\"")]
    [TestCase("os", "root/etc/os-release", "SUPPORT_END=soon\n", "os-release:1: expected a date such as SUPPORT_END=2028-06-30, got \"SUPPORT_END=soon\"")]
    [TestCase("pressure", "proc/pressure/io", "some avg10=0.00\n", "io:1: expected a field total=, got \"some avg10=0.00\"")]
    [TestCase("pressure", "proc/pressure/io", "some total=x\n", "io:1: expected a number, got \"x\"")]
    [TestCase("processes", "proc/2/stat", "2 (kthreadd", "stat:1: expected a process such as")]
    [TestCase("processes", "proc/2/stat", "2 (kthreadd) S 0 0", "stat:1: expected a number, got \" S 0 0\"")]
    [TestCase("schedstat", "proc/schedstat", "cpu0 1 2 3 4 5 6 7 8\n", "schedstat:1: expected a number, got \"cpu0 1 2 3 4 5 6 7 8\"")]
    [TestCase("softirqs", "proc/softirqs", "HI: 1 2\n", "softirqs:1: expected a CPU such as CPU0, got \"HI:\"")]
    [TestCase("softnet", "proc/net/softnet_stat", "00000001 00000000\n", "softnet_stat:1: expected at least 9 columns, got \"00000001 00000000\"")]
    [TestCase("softnet", "proc/net/softnet_stat", "1 2 3 4 5 6 7 8 zz\n", "softnet_stat:1: expected a hexadecimal number, got \"zz\"")]
    [TestCase("stat", "proc/stat", "", "proc/stat: expected lines such as \"ctxt 38014093\"")]
    [TestCase("stat", "proc/stat", "ctxt\n", "proc/stat:1: expected a number, got \"ctxt\"")]
    [TestCase("vmstat", "proc/vmstat", "pgfault\n", "vmstat:1: expected a number, got \"pgfault\"")]
    public void Text_that_is_not_what_it_should_be_is_shown_with_file_and_line(string collector, string file, string text, string message)
    {
        using var machine = Copy();
        machine.Add(file, text);
        Assert.That(Page.Unreadable(Make.Collector(collector, machine.Paths)), Has.One.Contains(message));
    }

    [TestCase("filefd", "proc/sys/fs/file-nr", "3\t0\t9\t17\n", "node_filefd_allocated 3", "node_filefd_maximum 9")]
    [TestCase("kernel_hung", "proc/sys/kernel/hung_task_detect_count", "3", "node_kernel_hung_tasks_total 3")]
    [TestCase("loadavg", "proc/loadavg", "1 2.5 3e0", "node_load1 1", "node_load15 3", "node_load5 2.5")]
    [TestCase("meminfo", "proc/meminfo", "Future: some text\nMemTotal: 2 kB extra\n\nHugePages_Free: 4", "node_memory_HugePages_Free 4", "node_memory_MemTotal_bytes 2048")]
    [TestCase("pressure", "proc/pressure/irq", "full avg10=0.00 total=2500000 more=1\nmost total=1\n", "node_pressure_irq_stalled_seconds_total 2.5")]
    [TestCase("stat", "proc/stat", "cpu0 1 2 3 4\nbtime 7\nfuture line\n", "node_boot_time_seconds 7")]
    [TestCase("vmstat", "proc/vmstat", "nr_free_pages lots\npgfault 18446744073709551615 x\n", "node_vmstat_pgfault 1.8446744073709552E+19")]
    public void What_a_later_kernel_may_add_is_passed_over(string collector, string file, string text, params string[] samples)
    {
        using var machine = FixtureTree.With(file, text);
        Assert.That(Page.Samples(Make.Collector(collector, machine.Paths)), Is.EqualTo(samples));
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private static FixtureTree Copy()
    {
        using var machine = FixtureTree.Machine("debian-12-microvm");
        return machine.Copy(
            "proc/interrupts",
            "proc/loadavg",
            "proc/meminfo",
            "proc/net/softnet_stat",
            "proc/pressure/cpu",
            "proc/softirqs",
            "proc/stat",
            "proc/sys/fs/file-nr",
            "proc/sys/kernel/hung_task_detect_count",
            "proc/sys/kernel/pid_max",
            "proc/sys/kernel/random/entropy_avail",
            "proc/sys/kernel/random/poolsize",
            "proc/sys/kernel/threads-max",
            "proc/vmstat",
            "root/etc/os-release");
    }
}
