using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Devices;

public sealed class WifiCollectorTests
{
    [Test]
    public void Interfaces_their_networks_and_stations_are_shown()
    {
        using var machine = FixtureTree.With("root/wifi/interfaces.json", """[ { "name": "wlan0", "frequency": 5180 }, { "type": 10 } ]""")
            .Add("root/wifi/wlan0/bss.json", """{ "ssid": "Net", "bssid": "ABEiM0RV", "status": 1 }""")
            .Add("root/wifi/wlan0/stationinfo.json", """[ { "hardwareaddr": "qrvM3e7/", "connected": 30000000000, "inactive": 400000000, "signal": -52 } ]""");
        var samples = Page.Samples(Make.Collector("wifi", machine.Paths, $"collector.wifi.fixtures={machine.Directory}/root/wifi"));
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_wifi_interface_frequency_hertz{device="wlan0"} 5180000000""", """node_wifi_station_info{device="wlan0",bssid="00:11:22:33:44:55",ssid="Net",mode="client"} 1""",
            """node_wifi_station_connected_seconds_total{device="wlan0",mac_address="aa:bb:cc:dd:ee:ff"} 30""", """node_wifi_station_inactive_seconds{device="wlan0",mac_address="aa:bb:cc:dd:ee:ff"} 0.4""",
            """node_wifi_station_signal_dbm{device="wlan0",mac_address="aa:bb:cc:dd:ee:ff"} -52""",
        }));
    }
}
