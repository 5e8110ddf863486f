using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class RaplCollectorTests
{
    [Test]
    public void Each_kind_of_zone_is_a_family_and_zones_of_one_name_are_numbered()
    {
        using var machine = Machine();
        var path = machine.Paths.Sys("class/powercap");
        Assert.That(Page.Samples(Make.Collector("rapl", machine.Paths)), Is.EqualTo(new[]
        {
            $"node_rapl_dram_joules_total{{index=\"0\",path=\"{path}/intel-rapl:0:0\"}} 0.25",
            $"node_rapl_dram_joules_total{{index=\"1\",path=\"{path}/intel-rapl:1:0\"}} 3",
            $"node_rapl_odd_zone_joules_total{{index=\"0\",path=\"{path}/intel-rapl:2\"}} 1",
            $"node_rapl_package_joules_total{{index=\"0\",path=\"{path}/intel-rapl:0\"}} 240422.366267",
            $"node_rapl_package_joules_total{{index=\"1\",path=\"{path}/intel-rapl:1\"}} 2",
        }));
    }

    [Test]
    public void The_zone_can_be_a_label_of_one_family()
    {
        using var machine = Machine();
        var page = Page.Samples(Make.Collector("rapl", machine.Paths, "collector.rapl.enable-zone-label"));
        Assert.That(page, Has.Length.EqualTo(5).And.All.StartsWith("node_rapl_joules_total{index=\""));
        Assert.That(page, Has.Some.EqualTo($"node_rapl_joules_total{{index=\"1\",path=\"{machine.Paths.Sys("class/powercap")}/intel-rapl:1\",rapl_zone=\"package\"}} 2"));
    }

    [Test]
    public void A_machine_that_does_not_tell_is_said_not_to()
    {
        using var machine = FixtureTree.Empty();
        Assert.That(
            () => Page.Of(Make.Collector("rapl", machine.Paths)),
            Throws.InstanceOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    private static FixtureTree Machine()
    {
        var machine = FixtureTree.With("sys/class/powercap/intel-rapl/enabled", "1\n");
        foreach (var (zone, name, energy) in ((string, string, string)[])
            [
                ("intel-rapl:0", "package-0", "240422366267"), ("intel-rapl:0:0", "dram", "250000"), ("intel-rapl:1", "package-1", "2000000"),
                ("intel-rapl:1:0", "dram", "3000000"), ("intel-rapl:2", "odd.zone", "1000000"),
            ])
        {
            machine.Add($"sys/class/powercap/{zone}/name", name + "\n").Add($"sys/class/powercap/{zone}/energy_uj", energy + "\n");
        }

        return machine;
    }
}
