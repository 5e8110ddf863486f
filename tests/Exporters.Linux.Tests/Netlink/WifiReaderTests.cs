using System.Buffers.Binary;
using Exporters.Linux.Netlink;

namespace Exporters.Linux.Tests.Netlink;

public sealed class WifiReaderTests
{
    [Test]
    public void An_interface_has_its_number_name_and_frequency() => Assert.That(
        WifiReader.ParseInterface([.. Attribute(3, 4, 0, 0, 0), .. Attribute(4, "wlan0\0"u8.ToArray()), .. Attribute(38, 0x3c, 0x14, 0, 0), .. Attribute(99, 1)]),
        Is.EqualTo(new WifiInterface(4, "wlan0", 5180)));

    [Test]
    public void The_network_that_it_belongs_to_has_a_status_and_others_have_none()
    {
        byte[] elements = [1, 2, 0x82, 0x84, 0, 3, (byte)'N', (byte)'e', (byte)'t'];
        byte[] seen = [.. Attribute(1, 0, 0x11, 0x22, 0x33, 0x44, 0x55), .. Attribute(6, elements)];
        Assert.That(WifiReader.ParseNetwork(Attribute(47, [.. seen, .. Attribute(9, 1, 0, 0, 0)])), Is.EqualTo(new WifiNetwork("00:11:22:33:44:55", "Net", 1)));
        Assert.That(WifiReader.ParseNetwork(Attribute(47, seen)), Is.Null);
        Assert.That(WifiReader.ParseNetwork([]), Is.Null);
    }

    [Test]
    public void A_station_has_what_its_driver_tells()
    {
        byte[] info =
        [
            .. Attribute(1, 0x90, 0x01, 0, 0), .. Attribute(2, 5, 0, 0, 0), .. Attribute(23, 6, 0, 0, 0, 1, 0, 0, 0), .. Attribute(7, 0xcc),
            .. Attribute(8, [.. Attribute(1, 0xff, 0xff), .. Attribute(5, 0x80, 0x38, 1, 0)]), .. Attribute(14, Attribute(1, 0x0a, 0)), .. Attribute(16, 30, 0, 0, 0),
        ];
        var station = WifiStationParser.Parse([.. Attribute(6, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff), .. Attribute(21, info)]);
        Assert.That(station!.Address, Is.EqualTo("aa:bb:cc:dd:ee:ff"));
        Assert.That(station.Values, Is.EqualTo(new double?[] { 30, 0.4, 1e6, 8e9, 4294967302, null, -52, null, null, null, null, null }));
    }

    [Test]
    public void A_message_that_is_cut_off_gives_what_came_before() =>
        Assert.That(WifiStationParser.Parse([.. Attribute(6, 1, 2, 3, 4, 5, 6), 40, 0, 21, 0, 1]), Has.Property("Address").EqualTo("01:02:03:04:05:06"));

    private static byte[] Attribute(ushort type, params byte[] value)
    {
        var bytes = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), type);
        value.CopyTo(bytes, 4);
        return bytes;
    }
}
