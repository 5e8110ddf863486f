using Exporters.Testing;

namespace Exporters.Host.Tests.Cpu;

public sealed class CpufreqCollectorTests
{
    [Test]
    public void Clocks_are_in_hertz_and_governors_are_states()
    {
        using var machine = Machine();
        Assert.That(Page.Samples(Make.Collector("cpufreq", machine.Paths)), Is.EqualTo(new[]
        {
            """node_cpu_frequency_max_hertz{cpu="0"} 3700000000""",
            """node_cpu_frequency_max_hertz{cpu="1"} 3700000000""",
            """node_cpu_scaling_frequency_hertz{cpu="0"} 1699981000""",
            """node_cpu_scaling_frequency_hertz{cpu="1"} 1699981000""",
            """node_cpu_scaling_governor{cpu="0",governor="performance"} 0""",
            """node_cpu_scaling_governor{cpu="0",governor="powersave"} 1""",
            """node_cpu_scaling_governor{cpu="1",governor="performance"} 0""",
            """node_cpu_scaling_governor{cpu="1",governor="powersave"} 1""",
        }));
    }

    [Test]
    public void A_cpu_that_is_off_line_is_left_out()
    {
        using var machine = Machine().Add("sys/devices/system/cpu/offline", "1\n");
        Assert.That(Page.Samples(Make.Collector("cpufreq", machine.Paths), "node_cpu_scaling_frequency_hertz"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_machine_without_it_is_no_failure()
    {
        using var machine = FixtureTree.Empty();
        Assert.That(Page.Of(Make.Collector("cpufreq", machine.Paths)), Is.Empty);
    }

    [Test]
    public void A_value_that_the_driver_does_not_know_is_left_out()
    {
        using var machine = Machine().Add("sys/devices/system/cpu/cpufreq/policy1/scaling_cur_freq", "<unknown>\n");
        Assert.That(Page.Samples(Make.Collector("cpufreq", machine.Paths), "node_cpu_scaling_frequency_hertz"), Has.Length.EqualTo(1));
    }

    private static FixtureTree Machine()
    {
        var machine = FixtureTree.Empty();
        foreach (var cpu in (int[])[0, 1])
        {
            var policy = $"sys/devices/system/cpu/cpufreq/policy{cpu}";
            machine.Add($"{policy}/cpuinfo_max_freq", "3700000\n").Add($"{policy}/scaling_cur_freq", "1699981\n")
                .Add($"{policy}/scaling_available_governors", "performance powersave\n").Add($"{policy}/scaling_governor", "powersave\n")
                .Link($"sys/devices/system/cpu/cpu{cpu}/cpufreq", $"../cpufreq/policy{cpu}");
        }

        return machine;
    }
}
