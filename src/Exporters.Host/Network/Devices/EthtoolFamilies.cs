using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// The families of what drivers tell. The driver names the statistics; a name becomes <c>node_ethtool_</c> with <c>rx</c> and
/// <c>tx</c> written out. Two statistics that would have one name are both left out.
/// </summary>
internal sealed class EthtoolFamilies(Pattern? shown)
{
    private const string Prefix = "node_ethtool_";
    private static readonly FamilyList Made = new();

    /// <summary>The driver.</summary>
    public static readonly Family Info = Made.Info(
        "node_ethtool_info", "The driver and the firmware of the interface.", "bus_info", "device", "driver", "expansion_rom_version", "firmware_version", "version");

    /// <summary>Kinds of ports.</summary>
    public static readonly Family Port = Made.Info("node_network_supported_port_info", "A kind of port that the interface can have.", "device", "type");

    /// <summary>Speeds that it can do.</summary>
    public static readonly Family SupportedSpeed = Made.Gauge("node_network_supported_speed_bytes", "A speed that the interface can do, in bytes per second.", "device", "duplex", "mode");

    /// <summary>Speeds that it offers.</summary>
    public static readonly Family AdvertisedSpeed = Made.Gauge("node_network_advertised_speed_bytes", "A speed that the interface offers, in bytes per second.", "device", "duplex", "mode");

    /// <summary>What it can do.</summary>
    public static readonly FamilyTable Supported = new(
        """
        6 gauge node_network_autonegotiate_supported 1 if the interface can negotiate.
        13 gauge node_network_pause_supported 1 if the interface can pause the other side.
        14 gauge node_network_asymmetricpause_supported 1 if the interface can pause in one direction only.
        """u8, "device");

    /// <summary>What it offers.</summary>
    public static readonly FamilyTable Advertised = new(
        """
        6 gauge node_network_autonegotiate_advertised 1 if the interface offers to negotiate.
        13 gauge node_network_pause_advertised 1 if the interface offers to pause.
        14 gauge node_network_asymmetricpause_advertised 1 if the interface offers to pause in one direction only.
        """u8, "device");

    /// <summary>Whether it negotiates.</summary>
    public static readonly Family Autonegotiates = Made.Gauge("node_network_autonegotiate", "1 if the interface negotiates.", "device");

    private static readonly FamilyTable Named = new(
        """
        rx_bytes untyped node_ethtool_received_bytes_total Data received, in bytes.
        rx_dropped untyped node_ethtool_received_dropped_total Packets received that were dropped.
        rx_errors untyped node_ethtool_received_errors_total Packets received with errors.
        rx_packets untyped node_ethtool_received_packets_total Packets received.
        tx_bytes untyped node_ethtool_transmitted_bytes_total Data sent, in bytes.
        tx_errors untyped node_ethtool_transmitted_errors_total Packets to send with errors.
        tx_packets untyped node_ethtool_transmitted_packets_total Packets sent.
        """u8, "device");

    private readonly Dictionary<string, Family> _others = new(StringComparer.Ordinal);
    private readonly List<(byte[] Names, Family?[] Families)> _known = [];

    /// <summary>Every family that is known beforehand or was met.</summary>
    public IReadOnlyList<Family> Known
    {
        get
        {
            lock (_others)
            {
                return [.. Made, .. Supported.Families, .. Advertised.Families, .. Named.Families, .. _others.Values];
            }
        }
    }

    /// <summary>The family of each statistic of a driver; null for one that is not shown.</summary>
    public Family?[] Of(byte[] names, int count)
    {
        const int MostDrivers = 64;
        foreach (var (known, families) in _known)
        {
            if (known.AsSpan().SequenceEqual(names))
            {
                return families;
            }
        }

        if (_known.Count >= MostDrivers)
        {
            _known.Clear();
        }

        var found = Find(names, count);
        _known.Add((names, found));
        return found;
    }

    /// <summary>
    /// <c>rx_queue_0_packets</c> becomes <c>received_queue_0_packets</c>. Of two such words in a row the second stays, as it does in
    /// node_exporter.
    /// </summary>
    internal static string FamilyName(string key)
    {
        var words = key.ToLowerInvariant().TrimStart('_').Split('_');
        var last = "";
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var written = word switch { "rx" => "received", "tx" => "transmitted", _ => null };
            words[i] = written is not null && word != last ? written : word;
            last = written is not null && word != last ? word : "";
        }

        return Prefix + string.Join('_', words);
    }

    private Family?[] Find(byte[] names, int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => KernelFamilies.Clean(Ethtool.NameAt(names, i))).ToArray();
        var wanted = Array.ConvertAll(keys, key => key.Length > 0 && (shown?.IsMatch(key) ?? true) ? FamilyName(key) : null);
        var repeated = wanted.Where(name => name is not null).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return [.. keys.Select((key, i) => wanted[i] is not { } name || repeated.Contains(name) ? null : Get(key, name))];
    }

    private Family Get(string key, string name)
    {
        if (Named.Find(Encoding.UTF8.GetBytes(key)) is { } named)
        {
            return named;
        }

        lock (_others)
        {
            if (!_others.TryGetValue(name, out var family))
            {
                _others.Add(name, family = Family.Untyped(name, $"Statistic {key} of the interface's driver.", "device"));
            }

            return family;
        }
    }
}
