using System.Text.Json;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>Root queues of the interfaces, from rtnetlink(7), as <c>tc -s qdisc</c> shows them.</summary>
internal sealed class QdiscCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex("collector.qdisc.device-include", "", "Network interfaces whose queues to show; excludes device-exclude.");
    private static readonly Setting Exclude = Setting.Regex("collector.qdisc.device-exclude", "", "Network interfaces whose queues not to show; excludes device-include.");
    private static readonly Setting FormerInclude = Setting.Regex("collector.qdisk.device-include", "", "Former name of --collector.qdisc.device-include.");
    private static readonly Setting FormerExclude = Setting.Regex("collector.qdisk.device-exclude", "", "Former name of --collector.qdisc.device-exclude.");
    private static readonly Setting Fixtures = Setting.Text("collector.qdisc.fixtures", "", "Directory with a results.json to show instead of the kernel's queues; for tests.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude, FormerInclude, FormerExclude, Fixtures];

    private static readonly FamilyTable Table = new(
        """
        Bytes counter node_qdisc_bytes_total Data sent, in bytes.
        Packets counter node_qdisc_packets_total Packets sent.
        Drops counter node_qdisc_drops_total Packets dropped.
        Requeues counter node_qdisc_requeues_total Packets put back into the queue because they could not be sent.
        Overlimits counter node_qdisc_overlimits_total Packets beyond a limit.
        Qlen gauge node_qdisc_current_queue_length Packets in the queue.
        Backlog gauge node_qdisc_backlog Data in the queue, in bytes.
        """u8,
        "device", "kind");

    private readonly HostNetwork _network;
    private readonly NameFilter _filter;
    private readonly string _fixtures;
    private readonly QdiscTable _queues = new();

    public QdiscCollector(HostContext context)
    {
        _network = new HostNetwork(context.Paths);
        _fixtures = context.Settings.Text(Fixtures);
        var include = context.Settings.Text(FormerInclude).Length > 0 ? FormerInclude : Include;
        _filter = NameFilter.Read(context.Settings, include, Exclude, FormerExclude);
    }

    public string Name => "qdisc";

    public IReadOnlyList<Family> Families => Table.Families;

    public void Collect(FamilyWriter writer)
    {
        if (_fixtures.Length > 0)
        {
            WriteFixtures(writer);
            return;
        }

        NetlinkOnly.Demand(_network, "queues");
        if (_queues.TryRead() is var errno and not Errno.None)
        {
            throw HostFile.Unavailable("netlink(7)", errno);
        }

        foreach (var queue in _queues.Records)
        {
            if (_filter.Admits(queue.Device))
            {
                for (var i = 0; i < Table.Families.Count; i++)
                {
                    writer.Write(Table.Families[i], queue.Values[i], queue.Device, queue.Kind);
                }
            }
        }
    }

    private void WriteFixtures(FamilyWriter writer)
    {
        using var results = JsonDocument.Parse(File.ReadAllBytes($"{_fixtures.TrimEnd('/')}/results.json"));
        foreach (var queue in results.RootElement.EnumerateArray())
        {
            var device = queue.GetProperty("IfaceName").GetString() ?? "";
            if (_filter.Admits(device))
            {
                foreach (var (key, family) in Table.Rows)
                {
                    writer.Write(family, queue.TryGetProperty(key, out var value) ? value.GetDouble() : 0, device, queue.GetProperty("Kind").GetString());
                }
            }
        }
    }
}
