using Exporters.Testing;

namespace Exporters.Host.Tests.Cpu;

public sealed class SchedstatCollectorTests
{
    [TestCase("version 15\ntimestamp 1\ncpu0 1 0 1 2 3 4 5500000000 6000000000 7\ndomain0 00000003 1 2 3\n")]
    [TestCase("version 17\ncpu0 1 0 1 2 3 4 5500000000 6000000000 7 8 9\ndomain0 MC 00000003 1 2 3\n")]
    public void Nanoseconds_become_seconds_and_domains_are_passed_over(string text)
    {
        using var machine = FixtureTree.With("proc/schedstat", text);
        Assert.That(Page.Samples(Make.Collector("schedstat", machine.Paths)), Is.EqualTo(new[]
        {
            """node_schedstat_running_seconds_total{cpu="0"} 5.5""",
            """node_schedstat_timeslices_total{cpu="0"} 7""",
            """node_schedstat_waiting_seconds_total{cpu="0"} 6""",
        }));
    }
}
