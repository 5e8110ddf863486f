using Exporters.Testing;

namespace Exporters.Host.Tests.Disk;

public sealed class TapestatsCollectorTests
{
    [Test]
    public void A_drive_is_shown_once_under_its_plain_name()
    {
        using var machine = FixtureTree.With("sys/class/scsi_tape/st0/stats/in_flight", "1\n").Add("sys/class/scsi_tape/st0/stats/read_ns", "2500000000\n")
            .Add("sys/class/scsi_tape/st0a/stats/in_flight", "1\n").Add("sys/class/scsi_tape/nst0/stats/in_flight", "1\n").Add("sys/class/scsi_tape/st1/stats/in_flight", "2\n");
        Assert.That(Page.Samples(Make.Collector("tapestats", machine.Paths)), Is.EqualTo(new[]
        {
            """node_tape_io_now{device="st0"} 1""", """node_tape_io_now{device="st1"} 2""", """node_tape_read_time_seconds_total{device="st0"} 2.5""",
        }));
        Assert.That(Page.Samples(Make.Collector("tapestats", machine.Paths, "collector.tapestats.ignored-devices=^st0$")), Is.EqualTo(new[] { """node_tape_io_now{device="st1"} 2""" }));
    }
}
