using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class DmiCollectorTests
{
    [Test]
    public void A_label_is_there_when_its_file_is()
    {
        using var machine = FixtureTree.With("sys/class/dmi/id/sys_vendor", "QEMU\n").Add("sys/class/dmi/id/product_name", "Standard PC \n")
            .Add("sys/class/dmi/id/chassis_version", "\n").Add("sys/class/dmi/id/chassis_type", "1\n")
            .Add("sys/class/dmi/id/bios_vendor", [0x41, 0xFF, 0x42]);
        Assert.That(Page.Samples(Make.Collector("dmi", machine.Paths)), Is.EqualTo(new[]
        {
            """node_dmi_info{bios_vendor="A�B",chassis_version="",product_name="Standard PC",system_vendor="QEMU"} 1""",
        }));
    }

    [Test]
    public void A_machine_without_it_is_said_to_lack_it()
    {
        using var machine = FixtureTree.Empty();
        var fault = Assert.Throws<CollectorUnavailableException>(() => Page.Of(Make.Collector("dmi", machine.Paths)));
        Assert.That(fault!.Reason, Is.EqualTo(UnavailableReason.Absent));
    }
}
