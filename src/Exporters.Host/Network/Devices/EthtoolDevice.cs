using System.Globalization;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>What the driver of one interface told.</summary>
internal sealed class EthtoolDevice(string name, EthtoolLink? link, EthtoolDriver? driver, byte[]? statisticNames, ulong[]? statistics)
{
    private const double BytesPerMegabit = 125_000;

    private static readonly string[] Ports = "7 TP,8 AUI,9 MII,10 FIBRE,11 BNC,16 Backplane".Split(',');

    // Bit, duplex and mode, which begins with the megabits per second.
    private static readonly string[] Speeds = (
        "0 half 10baseT,1 full 10baseT,2 half 100baseT,3 full 100baseT,4 half 1000baseT,5 full 1000baseT,12 full 10000baseT," +
        "17 full 1000baseKX,18 full 10000baseKX4,19 full 10000baseKR,20 full 10000baseR_FEC,21 full 20000baseMLD2," +
        "22 full 20000baseKR2,23 full 40000baseKR4,24 full 40000baseCR4,25 full 40000baseSR4,26 full 40000baseLR4," +
        "27 full 56000baseKR4,28 full 56000baseCR4,29 full 56000baseSR4,30 full 56000baseLR4,31 full 25000baseCR").Split(',');

    /// <summary>The interface.</summary>
    public string Name => name;

    /// <summary>What its port can do; null when the driver does not tell.</summary>
    public EthtoolLink? Link => link;

    /// <summary>The driver; null when it does not tell.</summary>
    public EthtoolDriver? Driver => driver;

    /// <summary>Names of its statistics, as <see cref="Ethtool.NameAt"/> reads them.</summary>
    public byte[]? StatisticNames => statisticNames;

    /// <summary>Their values.</summary>
    public ulong[]? Statistics => statistics;

    /// <summary>Asks the driver.</summary>
    public static EthtoolDevice Read(Ethtool ethtool, string name)
    {
        var driver = ethtool.Driver(name);
        var count = driver?.Statistics ?? 0;
        return new EthtoolDevice(name, ethtool.Link(name), driver, ethtool.StatisticNames(name, count), ethtool.Statistics(name, count));
    }

    /// <summary>Writes all of it.</summary>
    public void Write(FamilyWriter writer, EthtoolFamilies families)
    {
        if (Link is { } link)
        {
            WriteModes(writer, link.Supported, EthtoolFamilies.SupportedSpeed, EthtoolFamilies.Supported);
            foreach (var port in Ports)
            {
                var words = port.Split(' ');
                if (Has(link.Supported, words[0]))
                {
                    writer.WriteInfo(EthtoolFamilies.Port, Name, words[1]);
                }
            }

            WriteModes(writer, link.Advertised, EthtoolFamilies.AdvertisedSpeed, EthtoolFamilies.Advertised);
            writer.Write(EthtoolFamilies.Autonegotiates, link.Autonegotiates ? 1 : 0, Name);
        }

        if (Driver is { } driver)
        {
            writer.WriteInfo(EthtoolFamilies.Info, driver.Bus, Name, driver.Name, driver.ExpansionRom, driver.Firmware, driver.Version);
        }

        if (StatisticNames is { } names && Statistics is { } values)
        {
            var shown = families.Of(names, values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                if (shown[i] is { } family)
                {
                    writer.Write(family, values[i], Name);
                }
            }
        }
    }

    private void WriteModes(FamilyWriter writer, uint modes, Family speed, FamilyTable abilities)
    {
        foreach (var row in Speeds)
        {
            var words = row.Split(' ');
            if (Has(modes, words[0]))
            {
                var mode = words[2];
                var digits = mode.AsSpan(0, mode.IndexOf("base", StringComparison.Ordinal));
                writer.Write(speed, int.Parse(digits, CultureInfo.InvariantCulture) * BytesPerMegabit, Name, words[1], mode);
            }
        }

        foreach (var (bit, family) in abilities.Rows)
        {
            writer.Write(family, Has(modes, bit) ? 1 : 0, Name);
        }
    }

    private static bool Has(uint modes, string bit) => (modes & (1U << int.Parse(bit, CultureInfo.InvariantCulture))) != 0;
}
