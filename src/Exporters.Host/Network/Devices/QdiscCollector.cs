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

    private static readonly FamilyList All = new();

    private static readonly (string Key, Func<QdiscRecord, ulong> Value, Family Family)[] Table =
    [
        ("Bytes", queue => queue.Bytes, All.Counter("node_qdisc_bytes_total", "Data sent, in bytes.", "device", "kind")),
        ("Packets", queue => queue.Packets, All.Counter("node_qdisc_packets_total", "Packets sent.", "device", "kind")),
        ("Drops", queue => queue.Drops, All.Counter("node_qdisc_drops_total", "Packets dropped.", "device", "kind")),
        ("Requeues", queue => queue.Requeues, All.Counter("node_qdisc_requeues_total", "Packets put back into the queue because they could not be sent.", "device", "kind")),
        ("Overlimits", queue => queue.Overlimits, All.Counter("node_qdisc_overlimits_total", "Packets beyond a limit.", "device", "kind")),
        ("Qlen", queue => queue.QueueLength, All.Gauge("node_qdisc_current_queue_length", "Packets in the queue.", "device", "kind")),
        ("Backlog", queue => queue.Backlog, All.Gauge("node_qdisc_backlog", "Data in the queue, in bytes.", "device", "kind")),
    ];

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

    public IReadOnlyList<Family> Families => All;

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
                foreach (var (_, value, family) in Table)
                {
                    writer.Write(family, value(queue), queue.Device, queue.Kind);
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
                foreach (var (key, _, family) in Table)
                {
                    writer.Write(family, queue.TryGetProperty(key, out var value) ? value.GetDouble() : 0, device, queue.GetProperty("Kind").GetString());
                }
            }
        }
    }
}
