using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Cpu;

public sealed class CpuCollectorTests
{
    private const string Topology = "topology/physical_package_id";

    [Test]
    public void A_counter_that_steps_back_stays_where_it_was()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 100 20 30 1000 50 6 7 8 9 10\n");
        var cpu = Make.Collector("cpu", machine.Paths);
        Page.Of(cpu);
        machine.Add("proc/stat", "cpu0 90 21 30 800 40 6 7 8 9 10\n");
        Assert.That(Page.Samples(cpu, "node_cpu_seconds_total"), Is.EqualTo(new[]
        {
            """node_cpu_seconds_total{cpu="0",mode="user"} 1""",
            """node_cpu_seconds_total{cpu="0",mode="nice"} 0.21""",
            """node_cpu_seconds_total{cpu="0",mode="system"} 0.3""",
            """node_cpu_seconds_total{cpu="0",mode="idle"} 10""",
            """node_cpu_seconds_total{cpu="0",mode="iowait"} 0.5""",
            """node_cpu_seconds_total{cpu="0",mode="irq"} 0.06""",
            """node_cpu_seconds_total{cpu="0",mode="softirq"} 0.07""",
            """node_cpu_seconds_total{cpu="0",mode="steal"} 0.08""",
        }));
    }

    [Test]
    public void Idle_that_falls_by_three_seconds_starts_all_times_of_that_cpu_anew()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 100 0 0 1000\ncpu1 100 0 0 1000\n");
        var cpu = Make.Collector("cpu", machine.Paths);
        Page.Of(cpu);
        machine.Add("proc/stat", "cpu0 1 0 0 700\ncpu1 1 0 0 701\n");
        Assert.That(Page.Samples(cpu, "node_cpu_seconds_total").Where(line => line.Contains("\"user\"") || line.Contains("\"idle\"")), Is.EqualTo(new[]
        {
            """node_cpu_seconds_total{cpu="0",mode="user"} 0.01""",
            """node_cpu_seconds_total{cpu="0",mode="idle"} 7""",
            """node_cpu_seconds_total{cpu="1",mode="user"} 1""",
            """node_cpu_seconds_total{cpu="1",mode="idle"} 10""",
        }));
    }

    [Test]
    public void A_cpu_that_went_off_line_is_gone_and_back_when_it_returns()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu2 1 0 0 1\n");
        var cpu = Make.Collector("cpu", machine.Paths);
        string[] Cpus() => [.. Page.Samples(cpu, "node_cpu_seconds_total").Select(line => line.Split('"')[1]).Distinct()];
        Assert.That(Cpus(), Is.EqualTo(new[] { "0", "1", "2" }));
        machine.Add("proc/stat", "cpu0 1 0 0 1\ncpu2 1 0 0 1\n");
        Assert.That(Cpus(), Is.EqualTo(new[] { "0", "2" }));
        machine.Add("proc/stat", "cpu0 1 0 0 1\ncpu1 1 0 0 1\ncpu2 1 0 0 1\n");
        Assert.That(Cpus(), Is.EqualTo(new[] { "0", "1", "2" }));
    }

    [Test]
    public void All_eight_modes_are_there_when_the_kernel_knows_fewer()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n");
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths), "node_cpu_seconds_total"), Has.Length.EqualTo(8));
    }

    [Test]
    public void Guest_time_can_be_left_out()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4 5 6 7 8 9 10\n");
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths), "node_cpu_guest_seconds_total"), Is.EqualTo(new[]
        {
            """node_cpu_guest_seconds_total{cpu="0",mode="user"} 0.09""",
            """node_cpu_guest_seconds_total{cpu="0",mode="nice"} 0.1""",
        }));
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths, "collector.cpu.guest=false"), "node_cpu_guest_seconds_total"), Is.Empty);
    }

    [Test]
    public void Isolated_cpus_are_listed_and_nothing_else()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n").Add("sys/devices/system/cpu/isolated", "1,3-4\n");
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths), "node_cpu_isolated"), Is.EqualTo(new[]
        {
            """node_cpu_isolated{cpu="1"} 1""", """node_cpu_isolated{cpu="3"} 1""", """node_cpu_isolated{cpu="4"} 1""",
        }));
    }

    [Test]
    public void Hyperthreads_share_the_throttle_counters_of_their_core_and_package()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n");
        foreach (var (cpu, package, core, count) in ((int, int, int, int)[])[(0, 0, 0, 5), (1, 0, 1, 6), (2, 0, 0, 5), (3, 1, 0, 7)])
        {
            machine.Add(Sys(cpu, Topology), $"{package}\n").Add(Sys(cpu, "topology/core_id"), $"{core}\n")
                .Add(Sys(cpu, "thermal_throttle/core_throttle_count"), $"{count}\n")
                .Add(Sys(cpu, "thermal_throttle/package_throttle_count"), $"{package + 20}\n");
        }

        var collector = Make.Collector("cpu", machine.Paths);
        Assert.That(Page.Samples(collector, "node_cpu_core_throttles_total"), Is.EqualTo(new[]
        {
            """node_cpu_core_throttles_total{package="0",core="0"} 5""",
            """node_cpu_core_throttles_total{package="0",core="1"} 6""",
            """node_cpu_core_throttles_total{package="1",core="0"} 7""",
        }));
        Assert.That(Page.Samples(collector, "node_cpu_package_throttles_total"), Is.EqualTo(new[]
        {
            """node_cpu_package_throttles_total{package="0"} 20""", """node_cpu_package_throttles_total{package="1"} 21""",
        }));
    }

    [Test]
    public void Which_cpus_are_online_is_told_only_where_the_first_one_tells()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n").Add(Sys(0, Topology), "0\n").Add(Sys(1, "online"), "1\n");
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths), "node_cpu_online"), Is.Empty);
        machine.Add(Sys(0, "online"), "1\n").Add(Sys(1, "online"), "0\n").Add(Sys(10, "online"), "1\n");
        Assert.That(Page.Samples(Make.Collector("cpu", machine.Paths), "node_cpu_online"), Is.EqualTo(new[]
        {
            """node_cpu_online{cpu="0"} 1""", """node_cpu_online{cpu="1"} 0""", """node_cpu_online{cpu="10"} 1""",
        }));
    }

    [Test]
    public void Files_that_appear_with_a_cpu_that_comes_online_are_seen_at_the_next_scrape()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n").Add("sys/devices/system/cpu/online", "0\n")
            .Add(Sys(0, Topology), "0\n").Add(Sys(1, "uevent"), "");
        var cpu = Make.Collector("cpu", machine.Paths);
        Assert.That(Page.Samples(cpu, "node_cpu_core_throttles_total"), Is.Empty);
        machine.Add(Sys(1, Topology), "0\n").Add(Sys(1, "topology/core_id"), "1\n").Add(Sys(1, "thermal_throttle/core_throttle_count"), "3\n")
            .Add("sys/devices/system/cpu/online", "0-1\n");
        Assert.That(Page.Samples(cpu, "node_cpu_core_throttles_total"), Is.EqualTo(new[] { """node_cpu_core_throttles_total{package="0",core="1"} 3""" }));
    }

    [Test]
    public void Info_names_the_model_and_its_clock_of_each_cpu()
    {
        using var machine = FixtureTree.Machine("debian-12-microvm");
        Golden.Matches(
            Make.Collector("cpu", machine.Paths, "collector.cpu.info.flags-include=^(aes|avx.?)$", "collector.cpu.info.bugs-include=^spectre"),
            machine,
            "info");
    }

    [Test]
    public void Clocks_are_left_out_where_the_cpufreq_collector_is_off()
    {
        using var machine = FixtureTree.Machine("debian-12-microvm");
        string[] Clocks(params string[] flags) =>
            Page.Samples(Make.Collector("cpu", machine.Paths, ["collector.cpu.info", .. flags]), "node_cpu_frequency_hertz");
        Assert.That(Clocks(), Has.Length.EqualTo(2));
        Assert.That(Clocks("collector.cpufreq=false"), Is.Empty);
    }

    [Test]
    public void Info_of_an_arm_machine_has_empty_labels_and_no_clock()
    {
        using var machine = FixtureTree.With("proc/stat", "cpu0 1 2 3 4\n")
            .Add("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\n\nprocessor\t: 1\nFeatures\t: fp asimd\n");
        var cpu = Make.Collector("cpu", machine.Paths, "collector.cpu.info=true", "collector.cpu.info.flags-include=fp");
        Assert.That(Page.Samples(cpu).Where(line => !line.Contains("seconds")), Is.EqualTo(new[]
        {
            """node_cpu_flag_info{flag="fp"} 1""",
            """node_cpu_info{package="",core="",cpu="0",vendor="",family="",model="",model_name="",microcode="",stepping="",cachesize=""} 1""",
            """node_cpu_info{package="",core="",cpu="1",vendor="",family="",model="",model_name="",microcode="",stepping="",cachesize=""} 1""",
        }));
    }

    [TestCase("", new uint[0])]
    [TestCase("3", new uint[] { 3 })]
    [TestCase("0-2,7", new uint[] { 0, 1, 2, 7 })]
    [TestCase("4-3", new uint[0])]
    public void A_list_of_cpus_is_numbers_and_ranges(string text, uint[] expected) =>
        Assert.That(Host.Cpu.CpuList.Parse(System.Text.Encoding.UTF8.GetBytes(text), "isolated", _ => { }), Is.EqualTo(expected));

    private static string Sys(int cpu, string file) => $"sys/devices/system/cpu/cpu{cpu}/{file}";
}
