using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>What the drivers of network interfaces tell, as ethtool(8) shows it: statistics, the driver, what the port can do.</summary>
internal sealed class EthtoolCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex("collector.ethtool.device-include", "", "Network interfaces whose drivers to ask; excludes device-exclude.");
    private static readonly Setting Exclude = Setting.Regex("collector.ethtool.device-exclude", "", "Network interfaces whose drivers not to ask; excludes device-include.");
    private static readonly Setting Metrics = Setting.Regex("collector.ethtool.metrics-include", ".*", "Statistics to show, by the driver's names.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude, Metrics];

    private readonly HostNetwork _network;
    private readonly DirectoryListing _listing;
    private readonly NameFilter _filter;
    private readonly EthtoolFamilies _families;
    private readonly OffScrape<List<EthtoolDevice>> _devices;

    public EthtoolCollector(HostContext context)
    {
        _network = new HostNetwork(context.Paths);
        _listing = new DirectoryListing(context.Paths.Sys("class/net"));
        _filter = NameFilter.Read(context.Settings, Include, Exclude);
        _families = new EthtoolFamilies(context.Settings.Pattern(Metrics));
        _devices = new OffScrape<List<EthtoolDevice>>("ethtool", Read, context.Time);
    }

    public string Name => "ethtool";

    public IReadOnlyList<Family> Families => [.. _families.Known, SelfFamilies.DataAge];

    public void Collect(FamilyWriter writer)
    {
        NetlinkOnly.Demand(_network, "drivers of interfaces");
        foreach (var device in _devices.Read(writer))
        {
            device.Write(writer, _families);
        }
    }

    private List<EthtoolDevice> Read()
    {
        _listing.Refresh();
        using var ethtool = new Ethtool();
        return [.. _listing.Names.Where(_filter.Admits).Select(name => EthtoolDevice.Read(ethtool, name))];
    }
}
