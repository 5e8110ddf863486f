using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>Wireless interfaces and their stations, from nl80211, as <c>iw dev</c> shows them.</summary>
internal sealed class WifiCollector : ICollector
{
    private static readonly Setting Fixtures = Setting.Text("collector.wifi.fixtures", "", "Directory with files to show instead of the kernel's interfaces; for tests.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Fixtures];

    private const double Mega = 1e6;
    private static readonly FamilyList All = new();
    private static readonly Family Frequency = All.Gauge("node_wifi_interface_frequency_hertz", "Frequency that the interface is tuned to, in hertz.", "device");
    private static readonly Family Info = All.Info("node_wifi_station_info", "Network that the interface belongs to.", "device", "bssid", "ssid", "mode");

    private static readonly FamilyTable Table = new(
        """
        connected counter node_wifi_station_connected_seconds_total Time since the station connected, in seconds.
        inactive gauge node_wifi_station_inactive_seconds Time since the station was last heard, in seconds.
        receivebitrate gauge node_wifi_station_receive_bits_per_second Rate of receiving, in bits per second.
        transmitbitrate gauge node_wifi_station_transmit_bits_per_second Rate of sending, in bits per second.
        receivedbytes counter node_wifi_station_receive_bytes_total Data received, in bytes.
        transmittedbytes counter node_wifi_station_transmit_bytes_total Data sent, in bytes.
        signal gauge node_wifi_station_signal_dbm Strength of the signal, in dBm.
        transmitretries counter node_wifi_station_transmit_retries_total Packets sent again.
        transmitfailed counter node_wifi_station_transmit_failed_total Packets that could not be sent.
        beaconloss counter node_wifi_station_beacon_loss_total Times that the beacon was missed.
        transmittedpackets counter node_wifi_station_transmitted_packets_total Packets sent.
        receivedpackets counter node_wifi_station_received_packets_total Packets received.
        """u8,
        "device", "mac_address");

    private readonly HostNetwork _network;
    private readonly string _fixtures;
    private readonly OffScrape<IReadOnlyList<WifiDevice>> _devices;

    public WifiCollector(HostContext context)
    {
        _network = new HostNetwork(context.Paths);
        _fixtures = context.Settings.Text(Fixtures);
        _devices = new OffScrape<IReadOnlyList<WifiDevice>>("wifi", _fixtures.Length > 0 ? () => WifiDevice.FromFiles(_fixtures, Table) : WifiDevice.FromKernel, context.Time);
    }

    public string Name => "wifi";

    public IReadOnlyList<Family> Families => [.. All, .. Table.Families, SelfFamilies.DataAge];

    public void Collect(FamilyWriter writer)
    {
        if (_fixtures.Length == 0)
        {
            NetlinkOnly.Demand(_network, "wireless interfaces");
        }

        foreach (var device in _devices.Read(writer))
        {
            writer.Write(Frequency, device.Interface.FrequencyMegahertz * Mega, device.Interface.Name);
            if (device.Network is { } network)
            {
                writer.WriteInfo(Info, device.Interface.Name, network.Address, network.Name, network.Status switch { 0 or 1 => "client", 2 => "ad-hoc", _ => "unknown" });
            }

            foreach (var station in device.Stations)
            {
                for (var i = 0; i < station.Values.Length; i++)
                {
                    writer.WriteIfKnown(Table.Families[i], station.Values[i], device.Interface.Name, station.Address);
                }
            }
        }
    }
}
