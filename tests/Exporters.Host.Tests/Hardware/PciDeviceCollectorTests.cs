using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class PciDeviceCollectorTests
{
    private const string Device = "sys/devices/pci0000:00/0000:00:02.1/0000:01:00.0";

    private static FixtureTree Machine() => FixtureTree.With($"{Device}/class", "0x020000\n").Add($"{Device}/vendor", "0x8086\n").Add($"{Device}/device", "0x1521\n")
        .Add($"{Device}/subsystem_vendor", "0x8086\n").Add($"{Device}/subsystem_device", "0x00a3\n").Add($"{Device}/revision", "0x01\n")
        .Add($"{Device}/max_link_speed", "8.0 GT/s PCIe\n").Add($"{Device}/current_link_speed", "Unknown\n").Add($"{Device}/max_link_width", "4\n").Add($"{Device}/numa_node", "-1\n")
        .Add($"{Device}/power_state", "D3hot\n").Add($"{Device}/sriov_numvfs", "x\n")
        .Link("sys/bus/pci/devices/0000:01:00.0", "../../../devices/pci0000:00/0000:00:02.1/0000:01:00.0");

    [Test]
    public void A_device_has_its_place_its_bridge_its_link_and_its_power_state()
    {
        using var machine = Machine();
        var collector = Make.Collector("pcidevice", machine.Paths);
        const string Place = """segment="0000",bus="01",device="00",function="0" """;
        var samples = Page.Samples(collector).Select(sample => sample.Replace(Place.TrimEnd(), "P", StringComparison.Ordinal)).ToArray();
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_pcidevice_info{P,parent_segment="0000",parent_bus="00",parent_device="02",parent_function="1",class_id="0x020000",vendor_id="0x8086",device_id="0x1521",subsystem_vendor_id="0x8086",subsystem_device_id="0x00a3",revision="0x01"} 1""",
            "node_pcidevice_max_link_transfers_per_second{P} 8000000000", "node_pcidevice_max_link_width{P} 4",
            """node_pcidevice_power_state{P,state="D3hot"} 1""", """node_pcidevice_power_state{P,state="D0"} 0""",
        }));
        Assert.That(samples, Has.None.Contains("current_link").And.None.Contains("numa_node").And.None.Contains("numvfs"));
        Assert.That(Page.Unreadable(collector), Has.One.Contains("sriov_numvfs: expected a number, got \"x\""));
    }

    [Test]
    public void Names_come_out_of_the_file_and_are_numbers_without_it()
    {
        using var machine = Machine().Add("root/usr/share/misc/pci.ids", "# comment\n8086  Intel Corporation\n\t1521  I350 Gigabit Network Connection\n\t\t8086 00a3  Adapter I350-T4\nC 02  Network controller\n\t00  Ethernet controller\n");
        Assert.That(Page.Samples(Make.Collector("pcidevice", machine.Paths, "collector.pcidevice.names=true"), "node_pcidevice_info").Single(), Does.Contain(
            """vendor_name="Intel Corporation",device_name="I350 Gigabit Network Connection",subsystem_vendor_name="Intel Corporation",subsystem_device_name="Adapter I350-T4",class_name="Ethernet controller"}"""));
        machine.Remove("root/usr/share/misc/pci.ids");
        Assert.That(Page.Samples(Make.Collector("pcidevice", machine.Paths, "collector.pcidevice.names=true"), "node_pcidevice_info").Single(), Does.Contain(
            """vendor_name="8086",device_name="1521",subsystem_vendor_name="8086",subsystem_device_name="00a3",class_name="Unknown class (020000)"}"""));
    }
}
