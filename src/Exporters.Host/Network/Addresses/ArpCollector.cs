using Exporters.Configuration.Settings;
using Exporters.Host.Network.Devices;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// ARP entries of each interface: IPv4 neighbours from rtnetlink(7), or lines of <c>/proc/net/arp</c> where netlink is not to be
/// had, is not wanted, or would show another network than the host's (see <see cref="HostNetwork"/>) and was not asked for by flag.
/// </summary>
internal sealed class ArpCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex(
        "collector.arp.device-include", "", "Network interfaces whose ARP entries to count; excludes device-exclude.");

    private static readonly Setting Exclude = Setting.Regex(
        "collector.arp.device-exclude", "", "Network interfaces whose ARP entries not to count; excludes device-include.");

    private static readonly Setting Netlink = Setting.Switch(
        "collector.arp.netlink", true, "Read entries over netlink rather than from /proc/net/arp.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude, Netlink];
    private static readonly FamilyList All = new();
    private static readonly Family Entries = All.Gauge("node_arp_entries", "ARP entries of the interface.", "device");

    private readonly DeviceLabels _devices;
    private readonly bool _netlink;
    private readonly string _file;
    private readonly NeighbourTable _neighbours = new();
    private readonly List<LabelSet> _counted = [];
    private readonly List<int> _counts = [];

    public ArpCollector(HostContext context)
    {
        var network = new HostNetwork(context.Paths);
        _devices = new DeviceLabels(NameFilter.Read(context.Settings, Include, Exclude));
        _netlink = context.Settings.Switch(Netlink) && (network.IsOwnNamespace || context.Settings.IsGiven(Netlink));
        _file = network.Path("arp");
    }

    public string Name => "arp";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (_netlink && _neighbours.TryRead() == Errno.None)
        {
            WriteNeighbours(writer);
        }
        else
        {
            WriteFile(writer);
        }
    }

    private void WriteNeighbours(FamilyWriter writer)
    {
        Span<byte> name = stackalloc byte[LinkName.MaxLength];
        for (var i = 0; i < _neighbours.Count; i++)
        {
            var (index, entries) = _neighbours[i];

            // An interface that went since has taken its neighbours with it.
            if (LinkName.Of(index, name) is > 0 and var length && _devices.Get(name[..length]) is { } device)
            {
                writer.Write(Entries, entries, device);
            }
        }
    }

    private void WriteFile(FamilyWriter writer)
    {
        _counted.Clear();
        _counts.Clear();
        using var file = HostFile.Read(_file);
        for (var cursor = new Utf8Cursor(file.Bytes, _file, writer.Unreadable); ArpFile.Next(ref cursor, out var name);)
        {
            if (_devices.Get(name) is { } device)
            {
                Count(device);
            }
        }

        for (var i = 0; i < _counts.Count; i++)
        {
            writer.Write(Entries, _counts[i], _counted[i]);
        }
    }

    private void Count(LabelSet device)
    {
        for (var i = _counts.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_counted[i], device))
            {
                _counts[i]++;
                return;
            }
        }

        _counted.Add(device);
        _counts.Add(1);
    }
}
