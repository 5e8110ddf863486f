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
            station = Take(station, attributes);
        }

        return station;
    }

    /// <summary>Counters of 64 bits come after those of 32 and take their place.</summary>
    private static WifiStation Take(WifiStation station, NetlinkAttributes attribute) => attribute.Type switch
    {
        1 => station with { InactiveSeconds = attribute.UInt32 / 1000.0 },
        2 or 23 => station with { ReceivedBytes = Number(attribute) },
        3 or 24 => station with { TransmittedBytes = Number(attribute) },
        7 when attribute.Value.Length > 0 => station with { SignalDbm = (sbyte)attribute.Value[0] },
        8 => station with { TransmitBitsPerSecond = Bits(attribute.Value) },
        9 => station with { ReceivedPackets = attribute.UInt32 },
        10 => station with { TransmittedPackets = attribute.UInt32 },
        11 => station with { TransmitRetries = attribute.UInt32 },
        12 => station with { TransmitFailed = attribute.UInt32 },
        14 => station with { ReceiveBitsPerSecond = Bits(attribute.Value) },
        16 => station with { ConnectedSeconds = attribute.UInt32 },
        18 => station with { BeaconLoss = attribute.UInt32 },
        _ => station,
    };

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
