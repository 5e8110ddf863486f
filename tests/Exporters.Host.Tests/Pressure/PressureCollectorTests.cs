using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Pressure;

public sealed class PressureCollectorTests
{
    [Test]
    public void A_kernel_without_it_is_told_what_brings_it()
    {
        using var machine = FixtureTree.Empty();
        var fault = Assert.Throws<CollectorUnavailableException>(() => Page.Of(Make.Collector("pressure", machine.Paths)));
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Absent));
        Assert.That(fault.Message, Does.EndWith("needs Linux 4.20 with CONFIG_PSI; where it is compiled in and off, boot with psi=1"));
    }

    [Test]
    public void Cpu_has_no_stalled_family_even_where_the_kernel_writes_the_line()
    {
        using var machine = FixtureTree.With("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 total=7\n");
        Assert.That(Page.Samples(Make.Collector("pressure", machine.Paths)), Is.EqualTo(new[] { "node_pressure_cpu_waiting_seconds_total 1.5" }));
    }
}
