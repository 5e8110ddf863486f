using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>What the driver of one interface told.</summary>
/// <param name="Name">The interface.</param>
/// <param name="Link">What its port can do; null when the driver does not tell.</param>
/// <param name="Driver">The driver; null when it does not tell.</param>
/// <param name="StatisticNames">Names of its statistics, as <see cref="Ethtool.NameAt"/> reads them.</param>
/// <param name="Statistics">Their values.</param>
internal sealed record EthtoolDevice(string Name, EthtoolLink? Link, EthtoolDriver? Driver, byte[]? StatisticNames, ulong[]? Statistics)
{
    private const double BytesPerMegabit = 125_000;
    private const int Autonegotiation = 6;
    private const int Pause = 13;
    private const int AsymmetricPause = 14;

    private static readonly (int Bit, string Name)[] Ports = [(7, "TP"), (8, "AUI"), (9, "MII"), (10, "FIBRE"), (11, "BNC"), (16, "Backplane")];

    private static readonly (int Bit, int Megabits, string Duplex, string Mode)[] Speeds =
    [
        (0, 10, "half", "10baseT"), (1, 10, "full", "10baseT"), (2, 100, "half", "100baseT"), (3, 100, "full", "100baseT"),
        (4, 1000, "half", "1000baseT"), (5, 1000, "full", "1000baseT"), (12, 10000, "full", "10000baseT"),
        (17, 1000, "full", "1000baseKX"), (18, 10000, "full", "10000baseKX4"), (19, 10000, "full", "10000baseKR"), (20, 10000, "full", "10000baseR_FEC"),
        (21, 20000, "full", "20000baseMLD2"), (22, 20000, "full", "20000baseKR2"), (23, 40000, "full", "40000baseKR4"), (24, 40000, "full", "40000baseCR4"),
        (25, 40000, "full", "40000baseSR4"), (26, 40000, "full", "40000baseLR4"), (27, 56000, "full", "56000baseKR4"), (28, 56000, "full", "56000baseCR4"),
        (29, 56000, "full", "56000baseSR4"), (30, 56000, "full", "56000baseLR4"), (31, 25000, "full", "25000baseCR"),
    ];

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
            foreach (var (bit, port) in Ports)
            {
                if ((link.Supported & (1U << bit)) != 0)
                {
                    writer.WriteInfo(EthtoolFamilies.Port, Name, port);
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

    private void WriteModes(FamilyWriter writer, uint modes, Family speed, (Family Autonegotiation, Family Pause, Family AsymmetricPause) abilities)
    {
        foreach (var (bit, megabits, duplex, mode) in Speeds)
        {
            if ((modes & (1U << bit)) != 0)
            {
                writer.Write(speed, megabits * BytesPerMegabit, Name, duplex, mode);
            }
        }

        writer.Write(abilities.Autonegotiation, (modes >> Autonegotiation) & 1, Name);
        writer.Write(abilities.Pause, (modes >> Pause) & 1, Name);
        writer.Write(abilities.AsymmetricPause, (modes >> AsymmetricPause) & 1, Name);
    }
}
