using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class WatchdogCollectorTests
{
    [Test]
    public void What_the_driver_does_not_tell_is_absent_as_a_number_and_empty_as_a_label()
    {
        using var machine = FixtureTree.With("sys/class/watchdog/watchdog0/timeout", "60\n").Add("sys/class/watchdog/watchdog0/options", "0x8180\n")
            .Add("sys/class/watchdog/watchdog0/bootstatus", "0x20\n").Add("sys/class/watchdog/watchdog0/identity", "iTCO_wdt\n")
            .Add("sys/class/watchdog/watchdog0/state", "active\n").Add("sys/class/watchdog/watchdog1/fw_version", "none\n");
        Assert.That(Page.Samples(Make.Collector("watchdog", machine.Paths)), Is.EqualTo(new[]
        {
            """node_watchdog_bootstatus{name="watchdog0"} 32""",
            """node_watchdog_info{name="watchdog0",options="0x8180",identity="iTCO_wdt",state="active",status="",pretimeout_governor=""} 1""",
            """node_watchdog_info{name="watchdog1",options="",identity="",state="",status="",pretimeout_governor=""} 1""",
            """node_watchdog_timeout_seconds{name="watchdog0"} 60""",
        }));
    }
}
