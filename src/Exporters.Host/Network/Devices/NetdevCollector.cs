using Exporters.Configuration.Settings;
using Exporters.Host.Network.Addresses;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// Traffic of the network interfaces: their counters from rtnetlink(7), or from <c>/proc/net/dev</c> where netlink is not to be
/// had, is not wanted, or would show another network than the host's (see <see cref="HostNetwork"/>) and was not asked for by flag.
/// </summary>
internal sealed class NetdevCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex(
        "collector.netdev.device-include", "", "Network interfaces to show; excludes device-exclude.");

    private static readonly Setting Exclude = Setting.Regex(
        "collector.netdev.device-exclude", "", "Network interfaces not to show; excludes device-include.");

    private static readonly Setting Netlink = Setting.Switch(
        "collector.netdev.netlink", true, "Read counters over netlink rather than from /proc/net/dev.");

    private static readonly Setting AddressInfo = Setting.Switch(
        "collector.netdev.address-info", false, "Show the IP addresses of each interface.");

    private static readonly Setting Detailed = Setting.Switch(
        "collector.netdev.enable-detailed-metrics", false, "Show netlink's counters one by one, under names that differ from the usual ones.");

    private static readonly Setting LabelIfAlias = Setting.Switch(
        "collector.netdev.label-ifalias", false, "Add the interface's alias as the label ifalias.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude, Netlink, AddressInfo, Detailed, LabelIfAlias];
    private static readonly FamilyList All = new();
    private static readonly Family Address = All.Info(
        "node_network_address_info", "IP addresses of the interfaces; scope as Go's net package sees it.", "device", "address", "netmask", "scope");

    private readonly HostNetwork _network;
    private readonly HostPaths _paths;
    private readonly DeviceLabels _devices;
    private readonly AliasLabels? _aliases;
    private readonly InterfaceAddresses? _addresses;
    private readonly bool _netlink;
    private readonly bool _detailed;
    private readonly string _file;
    private readonly LinkTable _links = new();
    private readonly List<LabelSet?> _labels = [];
    private double[] _values = new double[16 * NetDev.Fields];

    public NetdevCollector(HostContext context)
    {
        var settings = context.Settings;
        _paths = context.Paths;
        _network = new HostNetwork(context.Paths);
        _devices = new DeviceLabels(NameFilter.Read(settings, Include, Exclude));
        _aliases = settings.Switch(LabelIfAlias) ? new AliasLabels() : null;
        _addresses = settings.Switch(AddressInfo) ? new InterfaceAddresses(_network) : null;
        _netlink = settings.Switch(Netlink) && (_network.IsOwnNamespace || settings.IsGiven(Netlink));
        _detailed = settings.Switch(Detailed);
        _file = _network.Path("dev");
    }

    public string Name => "netdev";

    public IReadOnlyList<Family> Families { get; } = [.. All, .. NetdevFamilies.All];

    public void Collect(FamilyWriter writer)
    {
        _labels.Clear();
        if (_netlink && _links.TryRead() == Errno.None)
        {
            WriteLinks(writer);
        }
        else
        {
            WriteFile(writer);
        }

        if (_addresses is not null)
        {
            WriteAddresses(writer, _addresses);
        }
    }

    private void WriteLinks(FamilyWriter writer)
    {
        for (var i = 0; i < _links.Count; i++)
        {
            var link = _links[i];
            var labels = link.HasCounters ? _devices.Get(link.Name) : null;
            _labels.Add(labels is null || _aliases is null ? labels : _aliases.Get(link.Name, link.Alias));
        }

        foreach (var (family, value) in _detailed ? NetdevFamilies.NetlinkDetailed : NetdevFamilies.Netlink)
        {
            for (var i = 0; i < _labels.Count; i++)
            {
                if (_labels[i] is { } labels && (family != NetdevFamilies.NoHandler || _links[i].CountsNoHandler))
                {
                    writer.Write(family, value(_links[i]), labels);
                }
            }
        }
    }

    private void WriteFile(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var cursor = new Utf8Cursor(file.Bytes, _file, writer.Unreadable);
        Span<double> values = stackalloc double[NetDev.Fields];
        while (NetDev.Next(ref cursor, out var name, values))
        {
            if (_devices.Get(name) is not { } labels)
            {
                continue;
            }

            var start = _labels.Count * NetDev.Fields;
            if (start + NetDev.Fields > _values.Length)
            {
                Array.Resize(ref _values, _values.Length * 2);
            }

            values.CopyTo(_values.AsSpan(start));
            _labels.Add(_aliases is null ? labels : WithAlias(name, labels));
        }

        var families = _detailed ? NetdevFamilies.FileDetailed : NetdevFamilies.File;
        for (var field = 0; field < NetDev.Fields; field++)
        {
            for (var i = 0; i < _labels.Count; i++)
            {
                var value = _values[(i * NetDev.Fields) + field];
                writer.WriteIfKnown(families[field], double.IsNaN(value) ? null : value, _labels[i]!);
            }
        }
    }

    /// <summary>The alias from sysfs; an interface that is not there, as in another namespace, has no such label.</summary>
    private LabelSet WithAlias(ReadOnlySpan<byte> name, LabelSet without)
    {
        var path = _paths.Sys($"class/net/{System.Text.Encoding.UTF8.GetString(name)}/ifalias");
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return without;
        }

        using (file)
        {
            return _aliases!.Get(name, file.Trimmed);
        }
    }

    private void WriteAddresses(FamilyWriter writer, InterfaceAddresses addresses)
    {
        foreach (var address in addresses.Read(writer.Unreadable))
        {
            if (address.IsOn(_devices))
            {
                writer.Write(Address, 1, address.NetdevLabels);
            }
        }
    }
}
