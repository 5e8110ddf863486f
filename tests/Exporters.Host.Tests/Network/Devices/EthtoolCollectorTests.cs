using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Host.Network.Devices;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class EthtoolCollectorTests
{
    [TestCase("rx_queue_0_packets", "node_ethtool_received_queue_0_packets")]
    [TestCase("_Port_TX", "node_ethtool_port_transmitted")]
    [TestCase("tx_tx_timeouts", "node_ethtool_transmitted_tx_timeouts")]
    [TestCase("rx_tx", "node_ethtool_received_transmitted")]
    [TestCase("tx0_bytes", "node_ethtool_tx0_bytes")]
    public void Rx_and_tx_are_written_out(string key, string name) => Assert.That(EthtoolFamilies.FamilyName(key), Is.EqualTo(name));

    [Test]
    public void Statistics_have_the_names_of_the_driver_and_two_with_one_name_are_left_out()
    {
        var device = new EthtoolDevice("eth0", null, null, Names("rx_bytes", "tx errors 2", "a.b", "a-b", "quiet"), [1, 2, 3, 4, 5]);
        var writer = new FamilyWriter();
        device.Write(writer, new EthtoolFamilies(Pattern.TryParse("^[^q]", "test", PatternInput.Names, out var pattern, out _) ? pattern : null));
        Assert.That(Samples(writer), Is.EqualTo(new[] { """node_ethtool_received_bytes_total{device="eth0"} 1""", """node_ethtool_transmitted_errors_2{device="eth0"} 2""" }));
    }

    [Test]
    public void Driver_and_abilities_of_the_port_are_shown()
    {
        const uint Supported = (1U << 5) | (1U << 6) | (1U << 7) | (1U << 13);
        var device = new EthtoolDevice("eth0", new EthtoolLink(Supported, 1U << 3, true), new EthtoolDriver("e1000e", "6.1", "0.5", "0000:00:1f.6", "", 0), null, null);
        var writer = new FamilyWriter();
        device.Write(writer, new EthtoolFamilies(null));
        Assert.That(Samples(writer), Is.EqualTo(new[]
        {
            """node_ethtool_info{bus_info="0000:00:1f.6",device="eth0",driver="e1000e",expansion_rom_version="",firmware_version="0.5",version="6.1"} 1""",
            """node_network_advertised_speed_bytes{device="eth0",duplex="full",mode="100baseT"} 12500000""",
            """node_network_asymmetricpause_advertised{device="eth0"} 0""", """node_network_asymmetricpause_supported{device="eth0"} 0""",
            """node_network_autonegotiate{device="eth0"} 1""", """node_network_autonegotiate_advertised{device="eth0"} 0""", """node_network_autonegotiate_supported{device="eth0"} 1""",
            """node_network_pause_advertised{device="eth0"} 0""", """node_network_pause_supported{device="eth0"} 1""",
            """node_network_supported_port_info{device="eth0",type="TP"} 1""",
            """node_network_supported_speed_bytes{device="eth0",duplex="full",mode="1000baseT"} 125000000""",
        }));
    }

    [Test]
    public void Of_another_machine_nothing_is_asked()
    {
        using var machine = FixtureTree.With("proc/net/dev", "h\nh\n");
        Assert.That(() => Page.Of(Make.Collector("ethtool", machine.Paths)), Throws.TypeOf<CollectorUnavailableException>().With.Message.Contains("--network host"));
    }

    [Test]
    public void A_veth_tells_its_driver() => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("link add veth-one type veth peer name veth-two");
        using var ethtool = new Ethtool();
        Assert.That(ethtool.Driver("veth-one")?.Name, Is.EqualTo("veth"));
        Assert.That(ethtool.Driver("none"), Is.Null);
        var device = EthtoolDevice.Read(ethtool, "veth-one");
        Assert.That(device.Statistics?.Length, Is.EqualTo(device.Driver!.Statistics));
    });

    private static byte[] Names(params string[] names)
    {
        var bytes = new byte[32 * names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            Encoding.ASCII.GetBytes(names[i]).CopyTo(bytes, 32 * i);
        }

        return bytes;
    }

    private static string[] Samples(FamilyWriter writer) => [.. Page.Of(writer).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
}
