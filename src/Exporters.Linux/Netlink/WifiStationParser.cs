using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>Takes a message about a station apart: <c>NL80211_ATTR_STA_INFO</c>.</summary>
internal static class WifiStationParser
{
    private const ushort MacAttribute = 6;
    private const ushort InfoAttribute = 21;
    private const ushort Rate = 1;
    private const ushort Rate32 = 5;
    private const double RateUnit = 100_000;

    /// <summary>The station; null for a message without one.</summary>
    public static WifiStation? Parse(ReadOnlySpan<byte> message)
    {
        WifiStation? station = null;
        ReadOnlySpan<byte> info = default;
        for (var attributes = new NetlinkAttributes(message); attributes.Next();)
        {
            if (attributes.Type == MacAttribute)
            {
                station = new WifiStation(WifiReader.Address(attributes.Value));
            }
            else if (attributes.Type == InfoAttribute)
            {
                info = attributes.Value;
            }
        }

        for (var attributes = new NetlinkAttributes(info); station is not null && attributes.Next();)
        {
            Take(station.Values, attributes);
        }

        return station;
    }

    /// <summary>Counters of 64 bits come after those of 32 and take their place.</summary>
    private static void Take(double?[] values, NetlinkAttributes attribute)
    {
        var (place, value) = attribute.Type switch
        {
            1 => (1, attribute.UInt32 / 1000.0),
            2 or 23 => (4, Number(attribute)),
            3 or 24 => (5, Number(attribute)),
            7 when attribute.Value.Length > 0 => (6, (sbyte)attribute.Value[0]),
            8 => (3, Bits(attribute.Value)),
            9 => (11, attribute.UInt32),
            10 => (10, attribute.UInt32),
            11 => (7, attribute.UInt32),
            12 => (8, attribute.UInt32),
            14 => (2, Bits(attribute.Value)),
            16 => (0, attribute.UInt32),
            18 => (9, attribute.UInt32),
            _ => (-1, (double?)null),
        };
        if (place >= 0)
        {
            values[place] = value;
        }
    }

    private static double? Number(NetlinkAttributes attribute) =>
        attribute.Value.Length >= sizeof(ulong) ? MemoryMarshal.Read<ulong>(attribute.Value) : attribute.UInt32;

    /// <summary>In units of 100 kbit/s, in 16 bits or, where these are too few, in 32.</summary>
    private static double? Bits(ReadOnlySpan<byte> rate)
    {
        double? bits = null;
        for (var attributes = new NetlinkAttributes(rate); attributes.Next();)
        {
            if (attributes.Type == Rate32)
            {
                return attributes.UInt32 * RateUnit;
            }

            if (attributes.Type == Rate && attributes.Value.Length >= sizeof(ushort))
            {
                bits = MemoryMarshal.Read<ushort>(attributes.Value) * RateUnit;
            }
        }

        return bits;
    }
}
