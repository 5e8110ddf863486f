using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Time;

public sealed class TimeCollectorTests
{
    [Test]
    public void The_clock_is_in_seconds_with_their_fraction()
    {
        using var machine = FixtureTree.Empty();
        var time = new FixedTime(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250));
        Assert.That(Page.Samples(Make.Collector("time", machine.Paths, time), "node_time_seconds"), Is.EqualTo(new[] { "node_time_seconds 1700000000.25" }));
    }

    [Test]
    public void Clock_sources_are_labels_and_a_change_shows()
    {
        using var machine = FixtureTree.With("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet \n")
            .Add("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n").Add("sys/devices/system/clocksource/power/x", "");
        var collector = Make.Collector("time", machine.Paths);
        Page.Of(collector);
        machine.Add("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        Assert.That(Page.Samples(collector).Where(line => line.Contains("clocksource")), Is.EqualTo(new[]
        {
            """node_time_clocksource_available_info{device="0",clocksource="tsc"} 1""",
            """node_time_clocksource_available_info{device="0",clocksource="hpet"} 1""",
            """node_time_clocksource_current_info{device="0",clocksource="hpet"} 1""",
        }));
    }

    [Test]
    public void The_zone_is_that_of_the_C_library()
    {
        var zone = LocalZone.At(DateTimeOffset.UnixEpoch);
        Assert.That(TimeSpan.FromSeconds(zone.OffsetSeconds), Is.EqualTo(TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.UnixEpoch)));
        Assert.That(zone.Abbreviation, Is.Not.Empty);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
