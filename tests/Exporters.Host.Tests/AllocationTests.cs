using Exporters.Testing;

namespace Exporters.Host.Tests;

/// <summary>A scrape in which nothing changed allocates nothing, in every collector that reads files at each scrape.</summary>
public sealed class AllocationTests
{
    [TestCase("cpu")]
    [TestCase("cpu", "collector.cpu.info=true")]
    [TestCase("cpufreq")]
    [TestCase("edac")]
    [TestCase("entropy")]
    [TestCase("filefd")]
    [TestCase("interrupts")]
    [TestCase("kernel_hung")]
    [TestCase("loadavg")]
    [TestCase("meminfo")]
    [TestCase("os")]
    [TestCase("pressure")]
    [TestCase("selinux")]
    [TestCase("softirqs")]
    [TestCase("softnet")]
    [TestCase("stat")]
    [TestCase("stat", "collector.stat.softirq=true")]
    [TestCase("timex")]
    [TestCase("uname")]
    [TestCase("vmstat")]
    public void Of_a_machine_that_did_not_change(string collector, params string[] flags)
    {
        using var machine = FixtureTree.Machine("debian-12-microvm");
        Allocations.AreNone(Make.Collector(collector, machine.Paths, flags));
    }

    [Test]
    public void Of_schedstat()
    {
        using var machine = FixtureTree.With("proc/schedstat", "version 15\ncpu0 1 0 1 2 3 4 5000000000 6000000000 7\ndomain0 3 1 2 3\n");
        Allocations.AreNone(Make.Collector("schedstat", machine.Paths));
    }
}
