using System.Text.Json;
using Exporters.Linux.Netlink;

namespace Exporters.Host.Network.Devices;

/// <summary>A wireless interface with all that is known of it.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Network">The network that it belongs to; null for none.</param>
/// <param name="Stations">Whom it is connected to.</param>
internal sealed record WifiDevice(WifiInterface Interface, WifiNetwork? Network, IReadOnlyList<WifiStation> Stations)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Asks the kernel. Virtual interfaces without a name are left out.</summary>
    public static IReadOnlyList<WifiDevice> FromKernel()
    {
        var reader = new WifiReader();
        return [.. reader.Interfaces().Where(device => device.Name.Length > 0).Select(device => new WifiDevice(device, reader.Network(device), reader.Stations(device)))];
    }

    /// <summary>Reads the files that node_exporter's test of this collector is made with: <c>interfaces.json</c> and a directory for each interface.</summary>
    public static IReadOnlyList<WifiDevice> FromFiles(string directory, FamilyTable table)
    {
        var devices = new List<WifiDevice>();
        foreach (var element in Items($"{directory}/interfaces.json"))
        {
            if (element.TryGetProperty("name", out var name))
            {
                var device = new WifiInterface(0, name.GetString()!, element.GetProperty("frequency").GetUInt32());
                var network = Items($"{directory}/{device.Name}/bss.json").Select(bss => new WifiNetwork(
                    Address(bss.GetProperty("bssid")), bss.GetProperty("ssid").GetString()!, bss.GetProperty("status").GetUInt32())).FirstOrDefault();
                devices.Add(new WifiDevice(device, network, [.. Items($"{directory}/{device.Name}/stationinfo.json").Select(station => Station(station, table))]));
            }
        }

        return devices;
    }

    private static WifiStation Station(JsonElement element, FamilyTable table)
    {
        const int Durations = 2;
        var station = new WifiStation(Address(element.GetProperty("hardwareaddr")));
        for (var i = 0; i < station.Values.Length; i++)
        {
            var value = element.TryGetProperty(table.Rows[i].Key, out var number) ? number.GetDouble() : 0;
            station.Values[i] = i < Durations ? value / NanosecondsPerSecond : value;
        }

        return station;
    }

    private static string Address(JsonElement base64) => string.Join(':', base64.GetBytesFromBase64().Select(part => $"{part:x2}"));

    private static IReadOnlyList<JsonElement> Items(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        var root = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
    }
}
