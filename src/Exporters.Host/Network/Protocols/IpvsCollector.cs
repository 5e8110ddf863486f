using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>Load balancing by the kernel (IPVS), from <c>/proc/net/ip_vs_stats</c> and <c>/proc/net/ip_vs</c>; see ipvsadm(8).</summary>
internal sealed class IpvsCollector : ICollector
{
    private static readonly string[] AllLabels = ["local_address", "local_port", "remote_address", "remote_port", "proto", "local_mark"];

    private static readonly Setting Labels = Setting.Text(
        "collector.ipvs.backend-labels", string.Join(',', AllLabels), "Labels of a backend, with commas between; backends that differ in none of them are summed.") with
    {
        Check = text => Array.Find(text.Split(',', StringSplitOptions.RemoveEmptyEntries), label => !AllLabels.Contains(label)) is { } unknown
            ? $"must be some of {string.Join(", ", AllLabels)}, got \"{unknown}\""
            : null,
    };

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Labels];

    private static readonly FamilyList All = new();

    private static readonly Family[] Totals =
    [
        All.Counter("node_ipvs_connections_total", "Connections balanced."),
        All.Counter("node_ipvs_incoming_packets_total", "Packets from clients."),
        All.Counter("node_ipvs_outgoing_packets_total", "Packets to clients."),
        All.Counter("node_ipvs_incoming_bytes_total", "Data from clients, in bytes."),
        All.Counter("node_ipvs_outgoing_bytes_total", "Data to clients, in bytes."),
    ];

    private static readonly Family Active = All.Gauge("node_ipvs_backend_connections_active", "Connections of the backend that are open.", AllLabels);
    private static readonly Family Inactive = All.Gauge("node_ipvs_backend_connections_inactive", "Connections of the backend that are being closed.", AllLabels);
    private static readonly Family Weight = All.Gauge("node_ipvs_backend_weight", "Weight of the backend.", AllLabels);

    private readonly string _statsPath;
    private readonly string _servicesPath;
    private readonly bool[] _shown;

    public IpvsCollector(HostContext context)
    {
        var network = new HostNetwork(context.Paths);
        _statsPath = network.Path("ip_vs_stats");
        _servicesPath = network.Path("ip_vs");
        var labels = context.Settings.Text(Labels).Split(',');
        _shown = Array.ConvertAll(AllLabels, label => labels.Contains(label));
    }

    public string Name => "ipvs";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        WriteTotals(writer);
        using var file = HostFile.Read(_servicesPath);
        var sums = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
        for (var reader = new IpvsReader(file.Bytes, _servicesPath, writer.Unreadable); reader.Next(out var backend);)
        {
            // A label that is not shown has no value, one that is shown and empty has.
            var key = string.Join('\n', Array.ConvertAll(Shown(backend), label => label ?? "-"));
            if (!sums.TryGetValue(key, out var sum))
            {
                sums.Add(key, sum = new ulong[3]);
            }

            sum[0] += backend.Active;
            sum[1] += backend.Inactive;
            sum[2] += backend.Weight;
        }

        foreach (var (key, sum) in sums)
        {
            var labels = Array.ConvertAll(key.Split('\n'), label => label == "-" ? null : label);
            writer.Write(Active, sum[0], labels);
            writer.Write(Inactive, sum[1], labels);
            writer.Write(Weight, sum[2], labels);
        }
    }

    /// <summary>Two lines of headings, then a line of hexadecimal numbers.</summary>
    private void WriteTotals(FamilyWriter writer)
    {
        using var file = HostFile.Read(_statsPath, "the module ip_vs is not loaded");
        var lines = new Utf8Cursor(file.Bytes, _statsPath, writer.Unreadable);
        lines.NextLine(out _);
        lines.NextLine(out _);
        lines.NextLine(out var numbers);
        foreach (var family in Totals)
        {
            writer.WriteIfKnown(family, numbers.Hex());
        }
    }

    private string?[] Shown(IpvsBackend backend)
    {
        string?[] values = [backend.LocalAddress, backend.LocalPort, backend.RemoteAddress, backend.RemotePort, backend.Protocol, backend.Mark];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _shown[i] ? values[i] : null;
        }

        return values;
    }
}
